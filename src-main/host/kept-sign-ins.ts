import { createHash } from 'node:crypto'
import { mkdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'

import type { TenantChoice } from '../contract/sign-in.ts'
import { addressesOf, graphCommandLineTools } from '../signin/clouds.ts'
import type { SecretText } from '../signin/token-cache.ts'
import { replaceFile } from '../storage/atomic-file.ts'

/** Encryption by the operating system, for this person on this computer. */
export interface SecretBox {
  /** Why nothing can be kept here, as a sentence; null when it can. */
  whyNot(): Promise<string | null>
  /** Rejects when the person refuses it. */
  seal(text: string): Promise<Uint8Array>
  /** Rejects when it was sealed elsewhere, or was changed. */
  open(sealed: Uint8Array): Promise<string>
}

/** Sign-ins that outlive this process. */
export interface KeptSignIns {
  /** Why sign-ins are not kept, as a sentence; null when they are. */
  whyNot(): Promise<string | null>
  /** Where the tokens of one tenant and client are kept; null when nothing may be kept. */
  of(choice: TenantChoice, tenantId: string): Promise<SecretText | null>
  has(choice: TenantChoice, tenantId: string): Promise<boolean>
  /** Also where nothing can be kept any more. */
  forget(choice: TenantChoice, tenantId: string): Promise<void>
}

/** Each in a file of its own in `<home>/sign-ins`, encrypted by the box; without a box nothing is ever kept. */
export function openKeptSignIns(home: string, box: SecretBox | null): KeptSignIns {
  // Asked at the first use: before the app is ready it cannot be known.
  let reason: Promise<string | null> | null = null
  const whyNot = (): Promise<string | null> => (reason ??= box?.whyNot() ?? Promise.resolve(null))
  const pathOf = (choice: TenantChoice, tenantId: string): string => {
    const whose = `${addressesOf(choice).login} ${tenantId} ${choice.clientId ?? graphCommandLineTools}`
    const name = createHash('sha256').update(whose).digest('hex').slice(0, 32)
    return join(home, 'sign-ins', `${name}.bin`)
  }
  const of = async (choice: TenantChoice, tenantId: string): Promise<SecretText | null> =>
    box === null || (await whyNot()) !== null ? null : secretFile(pathOf(choice, tenantId), box)
  const has = async (choice: TenantChoice, tenantId: string): Promise<boolean> =>
    ((await (await of(choice, tenantId))?.read()) ?? null) !== null
  const forget = (choice: TenantChoice, tenantId: string): Promise<void> =>
    rm(pathOf(choice, tenantId), { force: true })
  return { whyNot, of, has, forget }
}

function secretFile(path: string, box: SecretBox): SecretText {
  const remove = (): Promise<void> => rm(path, { force: true })
  return {
    async read() {
      const sealed = await readFile(path).catch(() => null)
      if (sealed === null) return null
      try {
        return await box.open(sealed)
      } catch {
        // Of another person or another computer: of no use to anybody.
        await remove()
        return null
      }
    },
    async write(text) {
      // Not to be encrypted is not to be kept; the sign-in itself goes on in memory.
      const sealed = await box.seal(text).catch(() => null)
      if (sealed === null) return remove()
      await mkdir(join(path, '..'), { recursive: true, mode: 0o700 })
      return replaceFile(path, sealed)
    },
    remove,
  }
}
