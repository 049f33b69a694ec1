import type { LabSummary } from './lab.ts'

export type NoticeId = LabSummary['notices'][number]

export interface Notice {
  readonly badge: string
  readonly text: string
}

/** Dated changes at Microsoft that a learner must see (Microsoft Entra what's new, November 2026). */
export const notices: Record<NoticeId, Notice> = {
  'text-messages-end': {
    badge: 'Text messages end 1 February 2027',
    text:
      'Text messages end on 1 February 2027: from then on Microsoft no longer sends codes by text or voice. ' +
      'Choose the authenticator app and e-mail for anything that must last.',
  },
}
