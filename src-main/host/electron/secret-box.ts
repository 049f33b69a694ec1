import { safeStorage } from 'electron'

import type { SecretBox } from '../kept-sign-ins.ts'
import { t } from '../texts.ts'

/**
 * The system's own encryption: Keychain, DPAPI, or a Linux key ring. The Linux stand-in for a missing key ring encrypts with
 * a word everybody knows (Electron docs, safeStorage), so it counts as none. To be asked once Electron is ready.
 */
export const electronSecretBox: SecretBox = {
  async whyNot() {
    if (!(await safeStorage.isAsyncEncryptionAvailable())) {
      return t('notice.notKept.noEncryption')
    }
    const isReal = process.platform !== 'linux' || safeStorage.getSelectedStorageBackend() !== 'basic_text'
    return isReal ? null : t('notice.notKept.noKeyRing')
  },
  seal: (text) => safeStorage.encryptStringAsync(text),
  open: async (sealed) => (await safeStorage.decryptStringAsync(Buffer.from(sealed))).result,
}
