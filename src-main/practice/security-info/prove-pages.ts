import type { Practice } from '../context.ts'
import { askedNumber, askedState } from '../outbox/asked.ts'
import { mask } from '../outbox/send.ts'
import { choices, form, notice, textField } from '../pages/form.ts'
import { type Html, html, nothing } from '../pages/html.ts'
import { inboxLink } from '../pages/inbox-link.ts'
import type { Page } from '../pages/layout.ts'
import { callFailures, numberToMatch, promptFailures, ringing, waitingPage } from '../pages/number-match.ts'
import { isPhoneProof, phoneProofs } from '../rules/methods.ts'
import type { User } from '../state/model.ts'
import type { Asking } from './page-session.ts'
import { type Factor, factorsOf, numberOf } from './second-factor.ts'

export const provePath = '/security-info/prove'
const room = 'Sign in'

function factorText(user: User, factor: Factor): string {
  if (factor === 'authenticatorPush') return 'Approve a request on my Authenticator app'
  if (factor === 'authenticatorCode') return 'Use a verification code'
  return `${phoneProofs[factor].by === 'text' ? 'Text' : 'Call'} ${mask(numberOf(user, factor))}`
}

/** "Verify your identity": every way the person has. */
export function chooseFactorPage(practice: Practice, user: User): Page {
  const factors = factorsOf(practice.store.state, user, practice.clock())
  return {
    title: 'Verify your identity',
    room,
    shape: 'card',
    body: html`<p class="account">${user.userPrincipalName}</p>
      <h1>Verify your identity</h1>
      <p>You have security info already. Prove that it is you before you look at it or change it.</p>
      ${form({
        id: 'verify-identity',
        action: provePath,
        submit: 'Next',
        fields: choices(
          'How do you want to prove it?',
          'way',
          factors.map((factor) => ({ value: factor, label: factorText(user, factor) })),
          factors[0] ?? '',
        ),
      })}
      <p></p>
      <p><a href="/signin?to=/security-info">Sign in as another user</a></p>`,
  }
}

function codeBody(user: User, asking: Asking): Html {
  const where = isPhoneProof(asking.way)
    ? html`We texted your phone <strong>${mask(numberOf(user, asking.way))}</strong>. Enter the code to go on.`
    : 'Enter the code displayed in the authenticator app on your phone.'
  return html`<p>${where}</p>
    <p>${inboxLink(user)}</p>
    ${form({
      id: 'verify-code',
      action: `${provePath}/code`,
      submit: 'Verify',
      fields: textField({
        label: 'Code',
        name: 'code',
        error: asking.error?.text,
        autocomplete: 'one-time-code',
        inputmode: 'numeric',
        focus: true,
      }),
    })}`
}

function waitingBody(practice: Practice, user: User, asking: Asking): Html {
  const state = askedState(practice, asking.askedId)
  const number = askedNumber(practice, asking.askedId)
  if (state === 'waiting') {
    return number === null && isPhoneProof(asking.way)
      ? ringing(user, mask(numberOf(user, asking.way)))
      : numberToMatch(user, number ?? '')
  }
  const failures = { ...promptFailures, approved: '' }
  const text =
    isPhoneProof(asking.way) && state !== 'wrongNumber' ? { ...callFailures, approved: '' }[state] : failures[state]
  return html`${notice('error', text)}
  ${form({
    id: 'ask-again',
    action: provePath,
    submit: 'Try again',
    fields: html`<input type="hidden" name="way" value="${asking.way}" />`,
  })}`
}

export function provePage(practice: Practice, user: User, asking: Asking): Page {
  const isCode = asking.way === 'authenticatorCode' || asking.code !== null
  const isWaiting = asking.askedId !== null && askedState(practice, asking.askedId) === 'waiting'
  return {
    title: isCode ? 'Enter code' : 'Approve sign in request',
    room,
    shape: 'card',
    ...(isWaiting ? waitingPage : {}),
    body: html`<p class="account">${user.userPrincipalName}</p>
      <h1>${isCode ? 'Enter code' : isPhoneProof(asking.way) ? 'Approve by phone' : 'Approve sign in request'}</h1>
      ${isCode ? codeBody(user, asking) : asking.error ? notice('error', asking.error.text) : waitingBody(practice, user, asking)}
      <p></p>
      ${form({ id: 'other-way', action: `${provePath}/other`, submit: 'Sign in another way', kind: 'plain' })}
      ${nothing}`,
  }
}
