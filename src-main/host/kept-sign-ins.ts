import { createHash } from 'node:crypto'
import { mkdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'

import type { TenantChoice } from '../contract/sign-in.ts'
import { addressesOf, graphCommandLineTools } from '../signin/clouds.ts'
import type { SecretText } from '../signin/token-cache.ts'
import { replaceFile } from '../storage/atomic-file.ts'
import { t } from './texts.ts'

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
  /** Why sign-ins are not kept, as a sentence; null when they are. Also after the person refused it at the first try. */
  whyNot(): Promise<string | null>
  /** Where the tokens of one tenant and client are kept until they are forgotten; null when nothing may be kept. */
  of(choice: TenantChoice, tenantId: string): Promise<SecretText | null>
  has(choice: TenantChoice, tenantId: string): Promise<boolean>
  /** Also where nothing can be kept any more. Who is signed in stays so, in memory. */
  forget(choice: TenantChoice, tenantId: string): Promise<void>
}

/** Each in a file of its own in `<home>/sign-ins`, encrypted by the box; without a box nothing is ever kept. */
export function openKeptSignIns(home: string, box: SecretBox | null): KeptSignIns {
  // Asked at the first use: before the app is ready it cannot be known.
  let reason: Promise<string | null> | null = null
  const ask = async (): Promise<string | null> => {
    try {
      return (await box?.whyNot()) ?? null
    } catch {
      // A system whose key ring fails is one without: it must not stand in the way of the sign-in.
      return t('notice.notKept.refused')
    }
  }
  const whyNot = (): Promise<string | null> => (reason ??= ask())
  const onRefused = (why: string): void => {
    reason = Promise.resolve(why)
  }
  const inUse = new Map<string, AbortController>()
  const pathOf = (choice: TenantChoice, tenantId: string): string => {
    const whose = `${addressesOf(choice).login} ${tenantId} ${choice.clientId ?? graphCommandLineTools}`
    const name = createHash('sha256').update(whose).digest('hex').slice(0, 32)
    return join(home, 'sign-ins', `${name}.bin`)
  }
  const of = async (choice: TenantChoice, tenantId: string): Promise<SecretText | null> => {
    if (box === null || (await whyNot()) !== null) return null
    const path = pathOf(choice, tenantId)
    const forgotten = inUse.get(path) ?? new AbortController()
    inUse.set(path, forgotten)
    return secretFile(path, box, { forgotten: forgotten.signal, onRefused })
  }
  const has = async (choice: TenantChoice, tenantId: string): Promise<boolean> =>
    ((await (await of(choice, tenantId))?.read()) ?? null) !== null
  const forget = async (choice: TenantChoice, tenantId: string): Promise<void> => {
    const path = pathOf(choice, tenantId)
    inUse.get(path)?.abort()
    inUse.delete(path)
    await rm(path, { force: true })
  }
  return { whyNot, of, has, forget }
}

interface FileLife {
  /** From then on nothing is written: whoever is signed in goes on in memory. */
  readonly forgotten: AbortSignal
  /** Told why nothing more is kept, as a sentence. */
  readonly onRefused: (why: string) => void
}

function secretFile(path: string, box: SecretBox, { forgotten, onRefused }: FileLife): SecretText {
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
      if (forgotten.aborted) return
      // Not to be encrypted is not to be kept; the sign-in itself goes on in memory.
      const sealed = await box.seal(text).catch(() => null)
      if (sealed === null) {
        onRefused(t('notice.notKept.refused'))
        return remove()
      }
      try {
        await mkdir(join(path, '..'), { recursive: true, mode: 0o700 })
        await replaceFile(path, sealed)
      } catch {
        // A full or write-protected disk ends no sign-in either.
        onRefused(t('notice.notKept.unwritable'))
      }
    },
    remove,
  }
}
