import type { EvidenceCheck } from '@contract/recording'

import type { TextKey } from '../i18n/i18n'

/** The sentence that says which installation sealed a file, by whether it is this one; null where that is not known. */
export function sealedByKey({ sealedHere }: Pick<EvidenceCheck, 'sealedHere'>): TextKey {
  if (sealedHere === null) return 'evidence.sealedBy.unknown'
  return sealedHere ? 'evidence.sealedBy.here' : 'evidence.sealedBy.elsewhere'
}
