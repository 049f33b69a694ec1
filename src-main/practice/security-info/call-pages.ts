import type { Practice } from '../context.ts'
import { askedState } from '../outbox/asked.ts'
import { mask } from '../outbox/send.ts'
import { form, notice } from '../pages/form.ts'
import { html } from '../pages/html.ts'
import type { Page } from '../pages/layout.ts'
import { callFailures, ringing, waitingPage } from '../pages/number-match.ts'
import type { Pending } from './pending.ts'
import { backButton, cancelButton, choiceTexts, differentMethod, stepPath, type WizardPlace } from './wizard-pages.ts'

/** While the phone rings; then that the call was answered, or why not. */
export function callPage(practice: Practice, place: WizardPlace, pending: Pending): Page {
  const state = askedState(practice, pending.askedId)
  const heading = choiceTexts[pending.choice].label
  const others = [backButton(place, pending), cancelButton(place, pending)]
  const body = () => {
    if (state === 'waiting') {
      return [
        ringing(place.user, mask(pending.to)),
        form({
          id: 'leave-call',
          action: stepPath(place, pending, '/back'),
          submit: 'Back',
          kind: 'plain',
          others: [cancelButton(place, pending)],
        }),
      ]
    }
    if (state === 'approved') {
      return [
        notice('good', 'Call answered'),
        form({
          id: 'call-answered',
          action: stepPath(place, pending, '/answered'),
          submit: 'Next',
          others: [cancelButton(place, pending)],
        }),
      ]
    }
    return [
      notice('error', callFailures[state === 'wrongNumber' ? 'denied' : state]),
      form({ id: 'call-again', action: stepPath(place, pending, '/call-again'), submit: 'Call again', others }),
    ]
  }
  return {
    title: heading,
    room: place.room,
    shape: 'card',
    ...(state === 'waiting' ? waitingPage : {}),
    body: html`<h1>${heading}</h1>
      ${body()} ${differentMethod(place)}`,
  }
}
