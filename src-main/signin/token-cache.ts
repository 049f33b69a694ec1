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

/** MSAL's token cache in a secret text. One that makes no sense is dropped: a person signs in again. */
export function keepTokens(secret: SecretText): ICachePlugin {
  return {
    async beforeCacheAccess(context: TokenCacheContext) {
      const text = await secret.read()
      if (text === null) return
      // MSAL would hold on to what it cannot read, so it is looked at first.
      if (isCache(text)) context.tokenCache.deserialize(text)
      else await secret.remove()
    },
    async afterCacheAccess(context: TokenCacheContext) {
      if (context.cacheHasChanged) await secret.write(context.tokenCache.serialize())
    },
  }
}

function isCache(text: string): boolean {
  try {
    return Cache.safeParse(JSON.parse(text)).success
  } catch {
    return false
  }
}
