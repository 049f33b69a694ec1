import type { Practice } from '../context.ts'
import { type CallState, callsOf, callText, stateOfCall } from '../outbox/calls.ts'
import { promptLifetimeMs } from '../outbox/prompts.ts'
import { mask } from '../outbox/send.ts'
import type { Call } from '../state/model.ts'
import { secondMs } from '../time.ts'
import { form } from './form.ts'
import { type Html, html, nothing } from './html.ts'
import { clockTime } from './inbox-prompts.ts'

export const callSubject = (call: Call): string => `Call to ${mask(call.to)}: press # to confirm`

const outcomes: Record<Exclude<CallState, 'waiting'>, string> = {
  approved: 'Answered, # pressed.',
  denied: 'Hung up.',
  expired: 'Nobody answered within one minute.',
  withdrawn: 'Ended: the page turned to something else.',
}

/** A call that is over, as one line among the messages. */
export const closedCall = (call: Call, state: Exclude<CallState, 'waiting'>): Html =>
  html`<li class="message">
    <div class="grow">
      <strong>${callSubject(call)}</strong>
      <span class="stamp">Call for ${call.userPrincipalName}, ${clockTime(call.at)}</span>
      <p class="quiet">${outcomes[state]}</p>
    </div>
  </li>`

function openCall(practice: Practice, call: Call): Html {
  const left = Math.ceil((call.at + promptLifetimeMs - practice.clock()) / secondMs)
  const path = `/inbox/call/${call.id}`
  return html`<li class="prompt">
    <div class="grow">
      <h3>${callSubject(call)}</h3>
      <p class="stamp">
        For ${call.userPrincipalName}, ${clockTime(call.at)}, rings for
        <span data-left="${left}">${left}</span> s more
      </p>
      <p>${callText}</p>
      ${form({
        id: `call-${String(call.seq)}`,
        action: `${path}/answer`,
        submit: 'Answer and press #',
        others: [{ label: 'Hang up', action: `${path}/hang-up` }],
      })}
    </div>
  </li>`
}

/** Phones that ring, newest first. */
export function openCalls(practice: Practice): Html {
  const now = practice.clock()
  const ringing = callsOf(practice)
    .filter((call) => stateOfCall(call, now) === 'waiting')
    .toReversed()
  return html`<section id="calls" aria-label="Calls" data-version="${ringing.map(({ id }) => id).join(' ')}">
    ${
      ringing.length === 0
        ? nothing
        : html`<h2>Calls</h2>
            <ul class="rows">
              ${ringing.map((call) => openCall(practice, call))}
            </ul>`
    }
  </section>`
}
