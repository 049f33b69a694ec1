import type { NegativeTest } from '@contract/lab'

/** What can be tested beside the control user: each must be refused. */
export const negativeTestWords: Record<NegativeTest, string> = {
  administrator: 'An administrator’s account, which follows a policy of its own',
  'wrong-code': 'A wrong code',
  'expired-code': 'A code that is too old (takes ten minutes)',
  'weak-password': 'A weak new password',
}
