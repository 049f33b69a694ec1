import type { Lab } from '../../contract/lab.ts'
import { notices } from '../../contract/notices.ts'
import { labNotices } from '../lab.ts'
import { type Finding, needsYou, note, ready } from './finding.ts'

const textMessagesEnd = '2027-02-01'
const registeredOnly = '2026-09-07'
const securityQuestionsEnd = '2027-03-01'

/** Changes at Microsoft that touch this lab, as of a moment (graph-facts §5.6). */
export function datedChangesFinding(moment: string, lab: Lab): Finding {
  const today = moment.slice(0, 10)
  const more = [registeredText(today), questionsText(today)]
  const usesPhone = labNotices(lab).length > 0 || lab.sspr.methods.Sms === 'on' || lab.sspr.methods.Voice === 'on'
  if (!usesPhone) return ready('Nothing that is to end is used by this lab.', more)
  if (today < textMessagesEnd) return note(notices['text-messages-end'].text, more)
  return needsYou(
    'Microsoft sends no codes by text or voice since 1 February 2027.',
    'Let the test user register an authenticator app and an e-mail address instead (step SSPR).',
    more,
  )
}

const registeredText = (today: string): string =>
  today < registeredOnly
    ? 'From 7 September 2026 a reset counts only what was registered.'
    : 'Since 7 September 2026 a reset counts only what was registered: a phone number or address that an administrator ' +
      'fills in does not. The guided test has the test user register.'

const questionsText = (today: string): string =>
  today < securityQuestionsEnd
    ? 'Security questions end in March 2027. No lab of ResetLab uses them.'
    : 'Security questions have ended in March 2027. No lab of ResetLab used them.'
