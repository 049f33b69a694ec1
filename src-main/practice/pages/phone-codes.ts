import type { Practice } from '../context.ts'
import { userById } from '../rules/directory.ts'
import { type AppMethod, isApp, mayUseAuthenticatorCodes } from '../rules/methods.ts'
import type { Pending, PendingBox } from '../security-info/pending.ts'
import { totpOf } from '../security-info/totp.ts'
import type { User } from '../state/model.ts'
import type { PracticeState } from '../state/practice-state.ts'
import { secondMs } from '../time.ts'
import { type Html, html, nothing } from './html.ts'

const periodSeconds = 30
const shownApps = 30

interface PhoneApp {
  id: string
  userPrincipalName: string
  secret: string
  name: string
  isUnderWay: boolean
}

const appNames = { microsoftAuthenticator: 'Authenticator app', softwareOath: 'Another authenticator app' } as const

const underWay = (pending: Pending, user: User): PhoneApp => ({
  id: pending.id,
  userPrincipalName: user.userPrincipalName,
  secret: pending.secret,
  name: appNames[pending.choice === 'authenticator' ? 'microsoftAuthenticator' : 'softwareOath'],
  isUnderWay: true,
})

/** With its codes switched off, Microsoft Authenticator shows none. */
const showsCodes = (state: PracticeState, user: User, type: AppMethod['type']): boolean =>
  type === 'softwareOath' || mayUseAuthenticatorCodes(state, user)

/** Apps on the practice phone: those being set up, then those registered, newest first. */
function phoneApps(practice: Practice, registrations: PendingBox): PhoneApp[] {
  const { state } = practice.store
  const scanned = registrations.appsUnderWay().flatMap((pending) => {
    const user = userById(state, pending.userId)
    const type = pending.choice === 'authenticator' ? 'microsoftAuthenticator' : 'softwareOath'
    return user && showsCodes(state, user, type) ? [underWay(pending, user)] : []
  })
  const registered: (PhoneApp & { createdAt: number })[] = []
  // Hardly anybody of a large tenant has an app: no list of all users is made.
  for (const user of state.users) {
    if (user.methods.length === 0 || user.deletedAt !== null) continue
    for (const { id, secret, type, createdAt } of user.methods.filter(isApp)) {
      if (!showsCodes(state, user, type)) continue
      const { userPrincipalName } = user
      registered.push({ id, userPrincipalName, secret, name: appNames[type], isUnderWay: false, createdAt })
    }
  }
  registered.sort((one, other) => other.createdAt - one.createdAt)
  return [...scanned, ...registered]
}

function card(app: PhoneApp, now: number): Html {
  const code = totpOf(app.secret).generate({ timestamp: now })
  const left = periodSeconds - (Math.floor(now / secondMs) % periodSeconds)
  return html`<li>
    <strong>${app.name}</strong>
    <span class="stamp">${app.userPrincipalName}${app.isUnderWay ? ', being set up' : ''}</span>
    <div class="code-row">
      <span class="phone-code code">${code}</span>
      <button class="plain" type="button" data-copy="${code}">Copy code</button>
    </div>
    <span class="stamp">good for <span data-left="${left}">${left}</span> s more</span>
  </li>`
}

/** What an authenticator app on a phone would show, for people who have no phone at hand. */
export function phoneCodes(practice: Practice, registrations: PendingBox): Html {
  const now = practice.clock()
  const apps = phoneApps(practice, registrations)
  const period = Math.floor(now / (periodSeconds * secondMs))
  return html`<details class="stand-in" open>
    <summary>Codes of the practice phone</summary>
    <p class="hint">
      A stand-in for the authenticator app on a phone. The keys are real: an app that scanned the same QR code shows the
      same codes.
    </p>
    <div id="phone-codes" data-version="${[period, ...apps.map(({ id }) => id)].join(' ')}">
      ${
        apps.length === 0
          ? html`<p class="hint">No authenticator app yet. One appears here as soon as a page shows its QR code.</p>`
          : html`<ul class="phone-cards">
              ${apps.slice(0, shownApps).map((app) => card(app, now))}
            </ul>`
      }
      ${
        apps.length > shownApps
          ? html`<p class="hint">${apps.length - shownApps} older apps are not shown.</p>`
          : nothing
      }
    </div>
  </details>`
}
