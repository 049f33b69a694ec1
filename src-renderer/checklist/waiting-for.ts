import type { ClaimState } from '@contract/recording'

import { t } from '../i18n/i18n'

const sources = {
  'auditLogs/directoryAudits': 'audit',
  'auditLogs/signIns': 'sign-ins',
  'reports/userRegistrationDetails': 'registration',
  'beta/reports/userEventsSummary': 'single-events',
} as const

const isLate = (witness: string): witness is keyof typeof sources => witness in sources

/** A claim with the source it waits for; whatever else there is, is the directory itself. */
export function waitingFor({ claim, witness: { witness } }: ClaimState): string {
  return t(`checklist.waitingFor.${isLate(witness) ? sources[witness] : 'directory'}`, { claim })
}
