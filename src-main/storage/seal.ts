import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto'
import { join } from 'node:path'

import type { EvidenceManifest, EvidenceSeal } from '../contract/evidence.ts'
import { AppError } from '../domain/app-error.ts'
import { canonicalJson } from '../domain/canonical-json.ts'
import { readIfThere, replaceFile } from './atomic-file.ts'

export const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex')
export const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

const keyFile = 'installation-key.pem'

/**
 * The Ed25519 key of this installation (RFC 8032), made at its first use and kept in `<home>/installation-key.pem`. A
 * damaged one is `storage.damaged-key`: a new one in its place would make this another installation, without a word.
 */
export async function installationKey(home: string): Promise<KeyObject> {
  const path = join(home, keyFile)
  const pem = await readIfThere(path)
  if (pem !== null) return readKey(pem)
  const { privateKey } = generateKeyPairSync('ed25519')
  await replaceFile(path, privateKey.export({ type: 'pkcs8', format: 'pem' }))
  return privateKey
}

/** Who seals here, as a fingerprint; null while there is no key, or only a damaged one. */
export async function ownInstallation(home: string): Promise<string | null> {
  const pem = await readIfThere(join(home, keyFile))
  try {
    return pem === null ? null : keyFingerprint(publicKeyOf(readKey(pem)))
  } catch (error) {
    if (error instanceof AppError) return null
    throw error
  }
}

function readKey(pem: string): KeyObject {
  const damaged = (cause?: unknown): AppError =>
    AppError.of('damaged', 'storage.damaged-key', { params: { file: keyFile }, cause })
  let key: KeyObject
  try {
    key = createPrivateKey(pem)
  } catch (error) {
    throw damaged(error)
  }
  if (key.asymmetricKeyType !== 'ed25519') throw damaged()
  return key
}

/** The public half of a private key, as it stands in seals. */
export const publicKeyOf = (key: KeyObject): string => spkiOf(createPublicKey(key))

const spkiOf = (publicKey: KeyObject): string => publicKey.export({ type: 'spki', format: 'der' }).toString('base64')

export function sealManifest(manifest: EvidenceManifest, key: KeyObject): EvidenceSeal {
  const publicKey = publicKeyOf(key)
  const signature = sign(null, signedBytes(manifest), key).toString('base64')
  return { algorithm: 'Ed25519', publicKey, signature }
}

/** Format 1 signed the bare manifest; since then a line before it says what the signature is for. */
function signedBytes(manifest: EvidenceManifest): Buffer {
  const purpose = manifest.format === 1 ? '' : `resetlab evidence ${String(manifest.format)}\n`
  return Buffer.from(purpose + canonicalJson(manifest))
}

/** True when the seal fits the manifest. A key that cannot be read does not fit. */
export function sealFits(manifest: EvidenceManifest, seal: EvidenceSeal): boolean {
  try {
    const key = createPublicKey({ key: Buffer.from(seal.publicKey, 'base64'), type: 'spki', format: 'der' })
    if (spkiOf(key) !== seal.publicKey || key.asymmetricKeyType !== 'ed25519') return false
    return verify(null, signedBytes(manifest), key, Buffer.from(seal.signature, 'base64'))
  } catch {
    // Node throws on a malformed key; to the person asking, that is a seal that does not fit.
    return false
  }
}

/** Sixteen hex digits in groups of four: enough to tell two installations apart by eye. */
export function keyFingerprint(publicKey: string): string {
  const digest = createHash('sha256').update(Buffer.from(publicKey, 'base64')).digest('hex').slice(0, 16)
  return digest.replace(/(.{4})(?=.)/g, '$1-')
}
