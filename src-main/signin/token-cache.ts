import type { ICachePlugin, TokenCacheContext } from '@azure/msal-node'
import { z } from 'zod'

/** A text kept on this computer so that only this person can read it; somebody else sees to the encryption. */
export interface SecretText {
  /** Null when there is none, or when it cannot be read any more. */
  read(): Promise<string | null>
  write(text: string): Promise<void>
  remove(): Promise<void>
}

/** As MSAL writes it: kinds of entries, each by its key. */
const Cache = z.record(z.string(), z.record(z.string(), z.unknown()))

/**
 * MSAL's token cache in a secret text. One that makes no sense is dropped: a person signs in again. MSAL drops its own
 * memory for what the plugin gives it, so the plugin remembers: the sign-in goes on where nothing can be written.
 */
export function keepTokens(secret: SecretText): ICachePlugin {
  let last: string | null = null
  return {
    async beforeCacheAccess(context: TokenCacheContext) {
      last ??= await readCache(secret)
      if (last !== null) context.tokenCache.deserialize(last)
    },
    async afterCacheAccess(context: TokenCacheContext) {
      if (!context.cacheHasChanged) return
      last = context.tokenCache.serialize()
      await secret.write(last)
    },
  }
}

/** MSAL would hold on to what it cannot read, so it is looked at first. */
async function readCache(secret: SecretText): Promise<string | null> {
  const text = await secret.read()
  if (text === null || isCache(text)) return text
  await secret.remove()
  return null
}

function isCache(text: string): boolean {
  try {
    return Cache.safeParse(JSON.parse(text)).success
  } catch {
    return false
  }
}
