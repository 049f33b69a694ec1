import type { Context, Hono } from 'hono'

import type { Practice } from '../context.ts'
import { askedState } from '../outbox/asked.ts'
import { readForm } from '../pages/read-form.ts'
import { mayUseAuthenticatorCodes } from '../rules/methods.ts'
import { goTo, sendPage, type Site } from '../site.ts'
import type { User } from '../state/model.ts'
import { mountAppSteps, showApp, type WithPending } from './authenticator-steps.ts'
import { callPage } from './call-pages.ts'
import { isSamePhone, readEmail, readOfficePhone, readPhone } from './contact.ts'
import { isPhoneChoice, type PhoneChoice, phoneTypeOf, phoneWays, registrationChoices } from './offers.ts'
import { isAppChoice, type Pending, type PendingBox } from './pending.ts'
import { emailPage, phonePage, sentCodePage, type WizardPlace } from './wizard-pages.ts'

export interface WizardOptions {
  /** Hono pattern in front of `/start` and `/step/:pending`. */
  pattern: string
  /** Who is at work here, or where to send people who may not be. */
  placeOf(context: Context): WizardPlace | Response
  /** What may be started here, and why the rest of it may not. */
  mayStart(user: User, choice: string): { choice: Pending['choice'] } | { error: string }
  /** The page to choose on, with what was wrong. */
  refuseStart(context: Context, place: WizardPlace, error: string): Response
  /** After the right code. */
  finished: (context: Context, place: WizardPlace, pending: Pick<Pending, 'isChange'>) => Response
  cancelled: (context: Context, place: WizardPlace) => Response
}

const codeWrong = 'The code you entered is not right, or it is too old. Check it and try again, or ask for a new one.'

/** Setting up one method, the same wherever it happens: choose, give number or address, enter the code or answer. */
export function mountWizard(app: Hono, site: Site, box: PendingBox, options: WizardOptions): void {
  const { practice } = site

  const withPlace =
    (run: (context: Context, place: WizardPlace) => Response | Promise<Response>) =>
    (context: Context): Response | Promise<Response> => {
      const place = options.placeOf(context)
      return place instanceof Response ? place : run(context, place)
    }
  const withPending: WithPending = (run) =>
    withPlace((context, place) => {
      const id = context.req.param('pending') ?? ''
      const pending = box.find(id, place.user)
      if (pending) return run(context, place, pending)
      const finished = box.findFinished(id, place.user)
      return finished ? options.finished(context, place, finished) : goTo(context, `${place.base}?ended`)
    })
  const showStep = (context: Context, place: WizardPlace, pending: Pending): Response =>
    goTo(context, `${place.base}/step/${pending.id}`)

  app.post(
    `${options.pattern}/start`,
    withPlace(async (context, place) => {
      const field = await readForm(context)
      const wanted = options.mayStart(place.user, field('choice'))
      return 'error' in wanted
        ? options.refuseStart(context, place, wanted.error)
        : showStep(context, place, box.start(place.user, wanted.choice))
    }),
  )

  app.get(
    `${options.pattern}/step/:pending`,
    withPending(async (context, place, pending) => {
      if (isAppChoice(pending.choice)) return sendPage(site, context, await showApp(practice, place, pending))
      return sendPage(site, context, contactStep(practice, place, pending))
    }),
  )

  app.post(
    `${options.pattern}/step/:pending/back`,
    withPending((context, place, pending) => {
      box.turnTo(pending, 'scan')
      return showStep(context, place, pending)
    }),
  )

  app.post(
    `${options.pattern}/step/:pending/cancel`,
    withPending((context, place, pending) => {
      box.cancel(pending, place.user)
      return options.cancelled(context, place)
    }),
  )

  mountContactSteps(app, box, { ...options, withPending, showStep })
  mountAppSteps(app, box, { ...options, withPending, showStep })
}

/** The page a phone or an address is at: the question, the code that was sent, or the call. */
function contactStep(practice: Practice, place: WizardPlace, pending: Pending) {
  if (pending.code !== null) return sentCodePage(place, pending)
  if (pending.askedId !== null) return callPage(practice, place, pending)
  if (!isPhoneChoice(pending.choice)) return emailPage(place, pending)
  if (pending.choice === 'officePhone') pending.to = readOfficePhone(place.user.businessPhones) ?? ''
  return phonePage(place, pending, waysOf(practice, place.user, pending.choice))
}

const waysOf = (practice: Practice, user: User, choice: PhoneChoice) =>
  phoneWays(practice.store.state, user, phoneTypeOf(choice), practice.clock())

interface StepOptions extends WizardOptions {
  withPending: WithPending
  showStep: (context: Context, place: WizardPlace, pending: Pending) => Response
}

function mountContactSteps(app: Hono, box: PendingBox, options: StepOptions): void {
  const { practice } = box
  const { pattern, withPending, showStep, finished } = options

  app.post(
    `${pattern}/step/:pending/contact`,
    withPending(async (context, place, pending) => {
      const field = await readForm(context)
      if (isAppChoice(pending.choice)) return showStep(context, place, pending)
      readContact(practice, pending, field, place.user)
      if (pending.error === null) {
        box.reach(pending, place.user, isPhoneChoice(pending.choice) ? 'phoneNumber' : 'emailAddress')
      }
      return showStep(context, place, pending)
    }),
  )

  app.post(
    `${pattern}/step/:pending/code`,
    withPending(async (context, place, pending) => {
      const field = await readForm(context)
      if (!isReadyForCode(practice, pending, place.user)) return showStep(context, place, pending)
      pending.error = null
      if (field('resend') === 'yes') {
        if (!isAppChoice(pending.choice)) box.reach(pending, place.user, contactField(pending))
        return showStep(context, place, pending)
      }
      if (!box.isRightCode(pending, field('code'))) {
        pending.error = { field: 'code', text: codeWrong }
        return showStep(context, place, pending)
      }
      box.finish(pending, place.user)
      return finished(context, place, pending)
    }),
  )

  app.post(
    `${pattern}/step/:pending/call-again`,
    withPending((context, place, pending) => {
      const isOver = pending.askedId !== null && askedState(practice, pending.askedId) !== 'waiting'
      if (isPhoneChoice(pending.choice) && pending.how === 'call' && isOver) {
        box.reach(pending, place.user, contactField(pending))
      }
      return showStep(context, place, pending)
    }),
  )

  app.post(
    `${pattern}/step/:pending/answered`,
    withPending((context, place, pending) => {
      const isAnswered = isPhoneChoice(pending.choice) && askedState(practice, pending.askedId) === 'approved'
      if (!isAnswered) return showStep(context, place, pending)
      box.finish(pending, place.user)
      return finished(context, place, pending)
    }),
  )
}

const contactField = (pending: Pending): string => (isPhoneChoice(pending.choice) ? 'phoneNumber' : 'emailAddress')

/** An app takes a code only on the page that asks for one, and Microsoft Authenticator only while its codes are allowed. */
function isReadyForCode(practice: Practice, pending: Pending, user: User): boolean {
  if (!isAppChoice(pending.choice)) return pending.code !== null
  if (pending.choice === 'otherAuthenticator') return true
  return pending.stage === 'code' && mayUseAuthenticatorCodes(practice.store.state, user)
}

/** Puts the number or address into `pending`, or says what is wrong with it; what was typed is kept. */
function readContact(practice: Practice, pending: Pending, field: (name: string) => string, user: User): void {
  pending.typed = {
    country: field('country'),
    phoneNumber: field('phoneNumber'),
    emailAddress: field('emailAddress'),
    how: field('how'),
  }
  pending.error = null
  const read = isPhoneChoice(pending.choice)
    ? readNumber(practice, pending, pending.choice, field, user)
    : readAddress(field, user)
  if ('error' in read) pending.error = { field: contactField(pending), text: read.error }
  else pending.to = read.to
}

type Read = { to: string } | { error: string }

function readNumber(
  practice: Practice,
  pending: Pending,
  choice: PhoneChoice,
  field: (name: string) => string,
  user: User,
): Read {
  const ways = waysOf(practice, user, choice)
  const how = ways.find((way) => way === field('how')) ?? ways[0]
  if (how === undefined) return { error: 'Your organization no longer lets you use a phone here.' }
  pending.how = how
  const to =
    choice === 'officePhone' ? readOfficePhone(user.businessPhones) : readPhone(field('country'), field('phoneNumber'))
  if (to === null) return { error: 'Enter a valid phone number: 4 to 14 digits, without the country code.' }
  const isTaken = user.methods.some(
    (method) =>
      method.type === 'phone' && method.phoneType !== phoneTypeOf(choice) && isSamePhone(method.phoneNumber, to),
  )
  return isTaken ? { error: 'This number is already registered for you. Use another one.' } : { to }
}

function readAddress(field: (name: string) => string, user: User): Read {
  const email = readEmail(field('emailAddress'))
  if (email === null) return { error: 'Enter a valid email address.' }
  return email.toLowerCase() === user.userPrincipalName.toLowerCase()
    ? { error: 'Use another address: you could not read this one while locked out.' }
    : { to: email }
}

/** The choice of a form, when it is one of ours. */
export const readChoice = (text: string) => registrationChoices.find((choice) => choice === text)
