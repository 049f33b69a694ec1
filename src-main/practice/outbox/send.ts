import type { Practice } from '../context.ts'
import type { Message, User } from '../state/model.ts'

const kept = 500

/** Puts a text message or a mail into "Phone & inbox"; nothing leaves this machine. */
export function send(
  practice: Practice,
  user: User,
  message: Pick<Message, 'kind' | 'to' | 'subject' | 'text' | 'code'>,
): void {
  const { state } = practice.store
  state.messages.put({
    seq: state.nextSeq,
    at: practice.clock(),
    userPrincipalName: user.userPrincipalName,
    ...message,
  })
  state.nextSeq += 1
  state.messages.keepNewest(kept)
  practice.store.touch()
}

/** `+1 ********00` and `k***@example.com`: enough to recognise, too little to learn. */
export function mask(to: string): string {
  const at = to.indexOf('@')
  if (at > 0) return `${to.charAt(0)}${'*'.repeat(Math.max(at - 1, 3))}${to.slice(at)}`
  const [, country = '', number = to] = /^(\+\d{1,3} )(.*)$/.exec(to) ?? []
  return `${country}${'*'.repeat(Math.max(number.length - 2, 2))}${number.slice(-2)}`
}
