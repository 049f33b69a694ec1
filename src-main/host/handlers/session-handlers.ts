import { failureText } from '../../contract/failure-text.ts'
import type { Session } from '../../contract/tenant.ts'
import { toFailure } from '../../domain/app-error.ts'
import { isCancelled } from '../../engine/settle.ts'
import { connect } from '../connection.ts'
import type { PracticeRoom } from '../practice-room.ts'
import type { Handlers } from '../serve-calls.ts'
import { practiceEndpoints, type TenantEndpoints } from '../tenant-endpoints.ts'
import type { Desk } from './desk.ts'

type SessionHandlers = Pick<
  Handlers,
  'session.current' | 'session.practise' | 'session.cancelSignIn' | 'session.signOut' | 'practice.startOver'
>

const keptAside = (fileName: string): string =>
  `The practice tenant’s file could not be read. It was kept aside as ${fileName}, and a new practice tenant was made.`

/** Who is signed in where: one session per window host. */
export function sessionHandlers(desk: Desk, practice: PracticeRoom): SessionHandlers {
  let session: Session = { state: 'signed-out', notice: null }
  let cancel = new AbortController()
  let toldOf: string | null = null

  const change = (next: Session): Session => {
    session = next
    desk.hub.publish('session.changed', next)
    return next
  }

  /** Resolves once the sign-in page has an address; the sign-in itself goes on behind. */
  function beginSignIn(endpoints: TenantEndpoints): Promise<Session> {
    cancel = new AbortController()
    const { signal } = cancel
    change({ state: 'signing-in', kind: endpoints.kind, signInUrl: null })
    return new Promise((resolve) => {
      const openPage = (url: string): Promise<void> => {
        resolve(change({ state: 'signing-in', kind: endpoints.kind, signInUrl: url }))
        return Promise.resolve()
      }
      connect(desk.workspace, endpoints, openPage, signal).then(
        (connection) => {
          desk.setConnection(connection)
          resolve(change({ state: 'signed-in', target: connection.target }))
        },
        (error: unknown) => {
          if (signal.aborted) return
          const notice = isCancelled(error) ? null : failureText(toFailure(error))
          if (toFailure(error).kind === 'bug') desk.onBug(error)
          resolve(change({ state: 'signed-out', notice }))
        },
      )
    })
  }

  async function signOut(notice: string | null): Promise<Session> {
    cancel.abort()
    if (session.state === 'signed-in') {
      await desk.leave()
      await desk.connection().signOut()
      desk.setConnection(null)
    }
    return change({ state: 'signed-out', notice })
  }

  return {
    'session.current': () => Promise.resolve(session),
    'session.practise': async () => {
      if (session.state !== 'signed-out') return session
      const server = await practice.start()
      // Said once, before anything is done in the new practice tenant.
      if (server.recoveredFrom !== null && server.recoveredFrom !== toldOf) {
        toldOf = server.recoveredFrom
        return change({ state: 'signed-out', notice: keptAside(server.recoveredFrom) })
      }
      return beginSignIn(practiceEndpoints(server.info))
    },
    'session.cancelSignIn': async () => {
      if (session.state !== 'signing-in') return session
      cancel.abort()
      return Promise.resolve(change({ state: 'signed-out', notice: null }))
    },
    'session.signOut': () => signOut(null),
    'practice.startOver': async () => {
      const server = await practice.start()
      await signOut(null)
      await server.startOver()
      return change({ state: 'signed-out', notice: 'The practice tenant starts over: everything in it is new.' })
    },
  }
}
