import { safeStorage } from 'electron'

import type { SecretBox } from '../kept-sign-ins.ts'

/**
 * The system's own encryption: Keychain, DPAPI, or a Linux key ring. The Linux stand-in for a missing key ring encrypts with
 * a word everybody knows (Electron docs, safeStorage), so it counts as none. To be asked once Electron is ready.
 */
export const electronSecretBox: SecretBox = {
  async whyNot() {
    if (!(await safeStorage.isAsyncEncryptionAvailable())) {
      return 'This computer offers no encryption for sign-ins, so none is kept: you sign in again after each start.'
    }
    const isReal = process.platform !== 'linux' || safeStorage.getSelectedStorageBackend() !== 'basic_text'
    return isReal
      ? null
      : 'This computer has no key ring that is open, so no sign-in is kept: you sign in again after each start.'
  },
  seal: (text) => safeStorage.encryptStringAsync(text),
  open: async (sealed) => (await safeStorage.decryptStringAsync(Buffer.from(sealed))).result,
}
