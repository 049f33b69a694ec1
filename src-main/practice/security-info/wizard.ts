import type { Context, Hono } from 'hono'

import type { Practice } from '../context.ts'
import { readForm } from '../pages/read-form.ts'
import { mayUseAuthenticatorCodes, registrationChoices } from '../rules/methods.ts'
import { goTo, sendPage, type Site } from '../site.ts'
import type { User } from '../state/model.ts'
import { readEmail, readPhone } from './contact.ts'
import type { Pending, PendingBox } from './pending.ts'
import { isAppChoice, mountAppSteps, showApp, type WithPending } from './authenticator-steps.ts'
import { emailPage, phonePage, sentCodePage, type WizardPlace } from './wizard-pages.ts'

export interface WizardOptions {
  /** Hono pattern in front of `/start` and `/step/:pending`. */
  pattern: string
  /** Who is at work here, or where to send people who may not be. */
  placeOf(context: Context): WizardPlace | Response
  /** After the right code. */
  finished(context: Context, place: WizardPlace, pending: Pending): Response
  cancelled(context: Context, place: WizardPlace): Response
}

const codeWrong = 'The code you entered is not right, or it is too old. Check it and try again, or ask for a new one.'

/** Setting up one method, the same wherever it happens: choose, give number or address, enter the code. */
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
      const pending = box.find(context.req.param('pending') ?? '', place.user)
      return pending ? run(context, place, pending) : goTo(context, place.base)
    })
  const showStep = (context: Context, place: WizardPlace, pending: Pending): Response =>
    goTo(context, `${place.base}/step/${pending.id}`)

  app.post(
    `${options.pattern}/start`,
    withPlace(async (context, place) => {
      const field = await readForm(context)
      const choice = registrationChoices(practice.store.state, place.user).find((offer) => offer === field('choice'))
      return choice ? showStep(context, place, box.start(place.user, choice)) : goTo(context, place.base)
    }),
  )

  app.get(
    `${options.pattern}/step/:pending`,
    withPending(async (context, place, pending) => {
      if (isAppChoice(pending.choice)) return sendPage(site, context, await showApp(practice, place, pending))
      if (pending.code !== null) return sendPage(site, context, sentCodePage(place, pending))
      return sendPage(site, context, pending.choice === 'phone' ? phonePage(place, pending) : emailPage(place, pending))
    }),
  )

  app.post(
    `${options.pattern}/step/:pending/contact`,
    withPending(async (context, place, pending) => {
      readContact(pending, await readForm(context), place)
      if (pending.error === null) box.sendCode(pending, place.user)
      return showStep(context, place, pending)
    }),
  )

  app.post(
    `${options.pattern}/step/:pending/code`,
    withPending(async (context, place, pending) => {
      const field = await readForm(context)
      if (!isReadyForCode(practice, pending, place.user)) return showStep(context, place, pending)
      pending.error = null
      if (field('resend') === 'yes') {
        box.sendCode(pending, place.user)
        return showStep(context, place, pending)
      }
      if (!box.isRightCode(pending, field('code'))) {
        pending.error = { field: 'code', text: codeWrong }
        return showStep(context, place, pending)
      }
      box.finish(pending, place.user)
      return options.finished(context, place, pending)
    }),
  )

  mountAppSteps(app, box, { ...options, withPending, showStep })

  app.post(
    `${options.pattern}/step/:pending/cancel`,
    withPending((context, place, pending) => {
      box.cancel(pending, place.user)
      return options.cancelled(context, place)
    }),
  )
}

/** Microsoft Authenticator takes a code only on the page that asks for one, and only while its codes are allowed. */
const isReadyForCode = (practice: Practice, pending: Pending, user: User): boolean =>
  pending.choice !== 'authenticator' ||
  (pending.stage === 'code' && mayUseAuthenticatorCodes(practice.store.state, user))

/** Puts the number or address into `pending`, or says what is wrong with it; what was typed is kept. */
function readContact(pending: Pending, field: (name: string) => string, place: WizardPlace): void {
  pending.typed = {
    country: field('country'),
    phoneNumber: field('phoneNumber'),
    emailAddress: field('emailAddress'),
  }
  pending.error = null
  if (pending.choice === 'phone') {
    const phone = readPhone(field('country'), field('phoneNumber'))
    if (phone !== null) pending.to = phone
    else
      pending.error = {
        field: 'phoneNumber',
        text: 'Enter a valid phone number: 4 to 14 digits, without the country code.',
      }
    return
  }
  const email = readEmail(field('emailAddress'))
  if (email === null) pending.error = { field: 'emailAddress', text: 'Enter a valid email address.' }
  else if (email.toLowerCase() === place.user.userPrincipalName.toLowerCase()) {
    pending.error = {
      field: 'emailAddress',
      text: 'Use another address: you could not read this one while locked out.',
    }
  } else pending.to = email
}
