import type { SignInProgress, SignInWay } from '../../contract/sign-in.ts'
import type { SignIn } from '../../signin/sign-in.ts'

/** What a sign-in is for. */
export interface Purpose {
  readonly kind: SignInProgress['kind']
  /** The tenant as it was chosen; null for the practice tenant. */
  readonly tenant: string | null
  readonly way: SignInWay
  readonly scopes: readonly string[]
  readonly loginHint: string | undefined
  /** Where an administrator agrees to these scopes for everybody; null where there is no such page. */
  readonly consentUrl: string | null
}

interface Person {
  readonly signal: AbortSignal
  /** Told what the window has to show. */
  readonly show: (shown: Partial<SignInProgress>) => void
  /** Opens a page in the person's own browser; without it the window shows a link. */
  readonly openInBrowser: ((url: string) => Promise<void>) | null
}

/** Has a person sign in, in the way they chose. Rejects as `SignIn` does. */
export function askPerson(signIn: SignIn, purpose: Purpose, person: Person): Promise<void> {
  const { kind, way, scopes, loginHint } = purpose
  const { signal, show, openInBrowser } = person
  if (way === 'device-code') {
    return signIn.byDeviceCode({ scopes, loginHint, signal, show: (deviceCode) => show({ deviceCode }) })
  }
  const openPage = async (url: string): Promise<void> => {
    show({ signInUrl: url })
    // The practice page is opened by hand: who practises sees what it is first. Where no browser opens, the link is there.
    if (kind === 'real') await openInBrowser?.(url).catch(() => undefined)
  }
  return signIn.byBrowser({ scopes, loginHint, signal, openPage })
}
