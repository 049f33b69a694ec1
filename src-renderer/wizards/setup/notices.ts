import type { Lab } from '@contract/lab'
import type { NoticeId } from '@contract/notices'

/** The notices a lab in the making calls for. */
export function noticesOf(lab: Lab): NoticeId[] {
  return [...lab.checklist.register, ...lab.checklist.resetWith].includes('phoneText') ? ['text-messages-end'] : []
}
