import { onTestFinished } from 'vitest'

import type { PermissionStep } from '../../../src-main/contract/permissions.ts'
import type { TenantChoice } from '../../../src-main/contract/sign-in.ts'
import type { Session } from '../../../src-main/contract/tenant.ts'
import type { HubEvent } from '../../../src-main/host/event-hub.ts'
import { openRooms } from '../../../src-main/host/open-rooms.ts'
import { type Bench, newHome } from './practice-bench.ts'
import { choiceOf } from './real-session.ts'

const root = new URL('../../..', import.meta.url).pathname

/** The rooms behind a window, with a person who signs in wherever a page opens. */
export async function openWindow(bench: Bench) {
  const home = await newHome()
  const lines: string[] = []
  const events: HubEvent[] = []
  const { adminUpn, adminPassword } = bench.server.info
  const person = { upn: adminUpn, password: adminPassword }
  const rooms = openRooms({
    home,
    appRoot: root,
    hostKind: 'electron',
    log: (line) => lines.push(line),
    openInBrowser: (url) => bench.player.openSignIn(url, person.upn, person.password),
  })
  onTestFinished(() => rooms.close())
  rooms.hub.subscribe((event) => events.push(event))
  const { handlers } = rooms
  const untilSession = (fits: (session: Session) => boolean): Promise<void> =>
    new Promise((resolve) => {
      rooms.hub.subscribe((event) => {
        if (event.name === 'session.changed' && fits(event.body)) resolve()
      })
    })
  const untilRunEnds = (): Promise<void> =>
    new Promise((resolve) => {
      rooms.hub.subscribe((event) => {
        if (event.name === 'run.changed' && event.body.run.endedAt !== null) resolve()
      })
    })
  const settled = untilSession((session) => session.state === 'signed-in' && session.asking === null)
  await handlers['session.signIn']({ choice: choiceOf(bench), way: 'browser' })
  await settled
  const onEvent = (hear: (event: HubEvent) => void): void => void rooms.hub.subscribe(hear)
  return { home, lines, events, handlers, onEvent, untilSession, untilRunEnds, person }
}

export type RealWindow = Awaited<ReturnType<typeof openWindow>>

/** Gives what a step needs, at the page that opens for it. */
export async function permit({ handlers, untilSession }: RealWindow, step: PermissionStep): Promise<void> {
  const given = untilSession(isSettled)
  await handlers['session.permit']({ step, way: 'browser' })
  await given
}

/** Signs in elsewhere, or through another client; to the end, however it ends. */
export async function signInTo({ handlers, untilSession }: RealWindow, choice: TenantChoice): Promise<void> {
  const settled = untilSession(isSettled)
  await handlers['session.signIn']({ choice, way: 'browser' })
  await settled
}

const isSettled = (session: Session): boolean => session.state === 'signed-in' && session.asking === null
