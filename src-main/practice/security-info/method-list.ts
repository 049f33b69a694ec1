import { form } from '../pages/form.ts'
import { type Html, html, nothing } from '../pages/html.ts'
import type { Method, User } from '../state/model.ts'
import { phoneLabels } from './labels.ts'
import type { RegistrationChoice } from './offers.ts'
import { isFactor } from './second-factor.ts'

export interface Described {
  /** Tells it apart in an address. */
  key: string
  name: string
  detail: string
  /** What "Change" sets up anew; null where it can only be deleted. */
  change: RegistrationChoice | null
}

const phoneChoices = { mobile: 'phone', alternateMobile: 'alternatePhone', office: null } as const

export function describe(method: Method): Described {
  switch (method.type) {
    case 'microsoftAuthenticator':
      return { key: method.id, name: 'Authenticator app', detail: method.displayName, change: null }
    case 'softwareOath':
      return {
        key: method.id,
        name: 'Authenticator app',
        detail: 'Another app, time-based one-time password (TOTP)',
        change: null,
      }
    case 'phone':
      return {
        key: method.phoneType,
        name: phoneLabels[method.phoneType],
        detail: method.phoneNumber,
        change: phoneChoices[method.phoneType],
      }
    case 'temporaryAccessPass':
      return {
        key: method.id,
        name: 'Temporary Access Pass',
        detail: 'Given to you by an administrator',
        change: null,
      }
    case 'email':
      return { key: 'email', name: 'Email', detail: method.emailAddress, change: 'email' }
  }
}

export const findMethod = (user: User, key: string): Method | undefined =>
  user.methods.find((method) => describe(method).key === key)

function methodRow(method: Method): Html {
  const { key, name, detail, change } = describe(method)
  const label = `${name} ${detail}`
  return html`<li>
    <span class="grow"><strong>${name}</strong><span class="quiet">${detail}</span></span>
    ${
      change === null
        ? nothing
        : html`<a class="button plain" href="/security-info/change/${key}" aria-label="Change ${label}">Change</a>`
    }
    <a class="button plain" href="/security-info/delete/${key}" aria-label="Delete ${label}">Delete</a>
  </li>`
}

/** The person's methods, as on the real page; the password is changed elsewhere. */
export const methodList = (user: User): Html =>
  html`<ul class="rows" id="methods">
    <li>
      <span class="grow"
        ><strong>Password</strong
        ><span class="quiet">Last changed ${new Date(user.passwordChangedAt).toISOString().slice(0, 10)}</span></span
      >
    </li>
    ${user.methods.map(methodRow)}
  </ul>`

const factorName = (method: Method): string => {
  const { name, detail } = describe(method)
  if (method.type === 'microsoftAuthenticator') return `${name}, notification (${detail})`
  return method.type === 'softwareOath' ? `${name}, code` : `${name} ${detail}`
}

/** The default sign-in method is the first one of them in the order they are kept. */
export function defaultMethodLine(user: User): Html {
  const factors = user.methods.filter(isFactor)
  const [first] = factors
  if (!first) return nothing
  return html`<p id="default-method">
    Default sign-in method: <strong>${factorName(first)}</strong>
    ${factors.length > 1 ? html`<a href="/security-info/default">Change default sign-in method</a>` : nothing}
  </p>`
}

export function defaultMethodForm(user: User): Html {
  const factors = user.methods.filter(isFactor)
  return form({
    id: 'default-method',
    action: '/security-info/default',
    submit: 'Confirm',
    fields: html`<fieldset class="choices">
      <legend>Which method would you like to use to sign in?</legend>
      ${factors.map(
        (method, at) =>
          html`<label class="choice">
            <input type="radio" name="method" value="${describe(method).key}" ${at === 0 ? html` checked` : nothing} />
            <span>${factorName(method)}</span>
          </label>`,
      )}
    </fieldset>`,
  })
}
