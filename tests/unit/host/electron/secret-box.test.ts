import { afterEach, describe, expect, it, vi } from 'vitest'

const safeStorage = vi.hoisted(() => ({
  isAsyncEncryptionAvailable: vi.fn(() => Promise.resolve(true)),
  getSelectedStorageBackend: vi.fn(() => 'gnome_libsecret'),
  encryptStringAsync: (text: string) => Promise.resolve(Buffer.from(`sealed ${text}`)),
  decryptStringAsync: (sealed: Buffer) =>
    Promise.resolve({ result: sealed.toString().slice(7), shouldReEncrypt: false }),
}))
vi.mock('electron', () => ({ safeStorage }))

const { electronSecretBox: box } = await import('../../../../src-main/host/electron/secret-box.ts')
const { platform } = process
const onLinux = (): void => void Object.defineProperty(process, 'platform', { value: 'linux' })

afterEach(() => {
  Object.defineProperty(process, 'platform', { value: platform })
})

describe('the system’s encryption', () => {
  it('seals and opens', async () => {
    onLinux()
    expect(await box.whyNot()).toBeNull()
    expect(await box.open(await box.seal('a secret'))).toBe('a secret')
  })

  it('that is not there, or is none, keeps nothing and says why', async () => {
    onLinux()
    safeStorage.getSelectedStorageBackend.mockReturnValueOnce('basic_text')
    expect(await box.whyNot()).toContain('no key ring')
    safeStorage.isAsyncEncryptionAvailable.mockResolvedValueOnce(false)
    expect(await box.whyNot()).toContain('no encryption')
  })
})
