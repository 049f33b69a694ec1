import { onTestFinished } from 'vitest'

import type { SignInWay, TenantChoice } from '../../../src-main/contract/sign-in.ts'
import type { Session } from '../../../src-main/contract/tenant.ts'
import { createEventHub } from '../../../src-main/host/event-hub.ts'
import { createDesk } from '../../../src-main/host/handlers/desk.ts'
import { SessionDesk } from '../../../src-main/host/handlers/session-desk.ts'
import { openKeptSignIns, type SecretBox } from '../../../src-main/host/kept-sign-ins.ts'
import { openWorkspace } from '../../../src-main/host/workspace.ts'
import { type Bench, newHome } from './practice-bench.ts'
import { administrator } from './sign-in-door.ts'

const root = new URL('../../..', import.meta.url).pathname

/** A practice tenant that stands in for a cloud: the addresses a person would type. */
export function choiceOf(bench: Bench, change: Partial<TenantChoice> = {}): TenantChoice {
  const { loginUrl, graphUrl, portalUrl, domain } = bench.server.info
  const addresses = { login: loginUrl, graph: graphUrl, portal: portalUrl }
  return { tenant: domain, cloud: 'custom', addresses, clientId: null, ...change }
}

/** Turns every letter round: enough to see that nothing is stored as it was. */
export const turningBox: SecretBox = {
  whyNot: () => Promise.resolve(null),
  seal: (text) => Promise.resolve(Buffer.from(text, 'utf8').reverse()),
  open: (sealed) => Promise.resolve(Buffer.from(sealed).reverse().toString('utf8')),
}

interface Options {
  readonly home?: string
  readonly box?: SecretBox | null
  /** What the person does with the page; the administrator signs in and accepts everything by default. */
  readonly onPage?: (url: string) => Promise<unknown>
}

/** What the host has behind a window, signed in to nobody, with a person who follows every sign-in page. */
export async function openSession(bench: Bench, options: Options = {}) {
  const home = options.home ?? (await newHome())
  const { upn, password } = administrator(bench)
  const told: Session[] = []
  const bugs: unknown[] = []
  const pages: string[] = []
  const hub = createEventHub((_name, error) => bugs.push(error))
  hub.subscribe((event) => {
    if (event.name === 'session.changed') told.push(event.body)
  })
  const desk = createDesk({
    workspace: openWorkspace(home, root),
    hub,
    hostKind: 'electron',
    onBug: (error) => bugs.push(error),
  })
  const person = { act: options.onPage ?? ((url: string) => bench.player.openSignIn(url, upn, password)) }
  const sessions = new SessionDesk({
    desk,
    kept: openKeptSignIns(home, options.box ?? null),
    openInBrowser: async (url) => {
      pages.push(url)
      await person.act(url)
    },
  })
  onTestFinished(() => desk.leave())
  /** Resolves once the session fits; at once when it does already. */
  const until = (fits: (session: Session) => boolean): Promise<Session> =>
    new Promise((resolve) => {
      const look = (session: Session): void => {
        if (fits(session)) resolve(session)
      }
      look(sessions.session)
      hub.subscribe((event) => {
        if (event.name === 'session.changed') look(event.body)
      })
    })
  const settled = (): Promise<Session> => until(isSettled)
  /** To the end of the sign-in, however it ends. */
  const signIn = async (choice: TenantChoice, way: SignInWay = 'browser'): Promise<Session> => {
    await sessions.signIn(choice, way)
    return settled()
  }
  return { home, desk, sessions, hub, told, bugs, pages, person, until, settled, signIn }
}

const isSettled = (session: Session): boolean =>
  session.state !== 'signing-in' && (session.state === 'signed-out' || session.asking === null)

/** The session of somebody signed in; fails the test otherwise. */
export function signedIn(session: Session): Extract<Session, { state: 'signed-in' }> {
  if (session.state !== 'signed-in') throw new Error(`The session is ${JSON.stringify(session)}`)
  return session
}
