import type { PromptState } from '../outbox/prompts.ts'
import type { User } from '../state/model.ts'
import { type Html, html } from './html.ts'
import { inboxLink } from './inbox-link.ts'

/** Why a prompt that is over let nobody in, for the page that waited for it. */
export const promptFailures: Record<Exclude<PromptState, 'waiting' | 'approved'>, string> = {
  denied: 'The request was denied in the app. If you did that by mistake, send it again.',
  wrongNumber: 'The number entered in the app was not the one shown here. Send a new notification and try again.',
  expired: "We didn't hear from your app within one minute. Send the notification again.",
  withdrawn: 'The notification was taken back. Send it again.',
}

/** The same for a call. */
export const callFailures: Record<Exclude<PromptState, 'waiting' | 'approved' | 'wrongNumber'>, string> = {
  denied: 'The call was hung up before the pound key (#) was pressed. Try again.',
  expired: 'Nobody answered the call within one minute. Check that the phone is near, and try again.',
  withdrawn: 'The call was ended. Try again.',
}

/** What refreshes a page that waits: the script looks, and without scripts the page comes again by itself. */
export const waitingPage = { script: 'waiting.js', refreshSeconds: 3 } as const

/** The number to enter in the app. The page is over as soon as it comes back without this. */
export const numberToMatch = (user: User, number: string): Html =>
  html`<div id="waiting">
    <p>Approve the notification we're sending to your app by entering the number shown.</p>
    <p class="match-number code" id="number-match">${number}</p>
    <p class="quiet" role="status">Waiting for your answer in the app. The notification is good for one minute.</p>
    <p>${inboxLink(user)}</p>
  </div>`

/** The phone rings; the page is over as soon as it comes back without this. */
export const ringing = (user: User, maskedNumber: string): Html =>
  html`<div id="waiting">
    <p>We're calling your phone <strong>${maskedNumber}</strong>. Please answer it and press the pound key (#).</p>
    <p class="quiet" role="status">Waiting for you to answer. It rings for one minute.</p>
    <p>${inboxLink(user)}</p>
  </div>`

export const cannotUseApp = "I can't use my app right now"
export const cannotUseAppHint =
  'Without the app at hand, enter a code instead. An app on a real phone shows the codes too, but gets no notification: this rehearsal does not leave the computer.'
