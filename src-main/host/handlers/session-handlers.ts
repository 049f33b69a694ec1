import { practiceEndpoints } from '../tenant-endpoints.ts'
import { rolesOfSteps } from '../../domain/roles.ts'
import type { KeptSignIns } from '../kept-sign-ins.ts'
import type { PracticeRoom } from '../practice-room.ts'
import type { Handlers } from '../serve-calls.ts'
import { t } from '../texts.ts'
import type { Desk } from './desk.ts'
import { forgetChoice } from './registered-client.ts'
import type { SessionDesk } from './session-desk.ts'

type SessionHandlers = Pick<
  Handlers,
  | 'session.current'
  | 'session.practise'
  | 'session.signIn'
  | 'session.permit'
  | 'session.signInAgain'
  | 'session.giveUp'
  | 'session.switchTo'
  | 'session.cancelSignIn'
  | 'session.signOut'
  | 'session.roles'
  | 'session.remembered'
  | 'session.forget'
  | 'practice.startOver'
>

interface SessionHandlersInput {
  readonly desk: Desk
  readonly sessions: SessionDesk
  readonly practice: PracticeRoom
  readonly kept: KeptSignIns
}

/** Signing in and out, here and there. */
export function sessionHandlers({ desk, sessions, practice, kept }: SessionHandlersInput): SessionHandlers {
  const { remembered } = desk.workspace
  let toldOf: string | null = null

  const listRemembered: SessionHandlers['session.remembered'] = async () =>
    Promise.all(
      (await remembered.list()).map(async (tenant) => ({
        ...tenant,
        isKept: await kept.has(tenant.choice, tenant.tenantId),
      })),
    )

  return {
    'session.current': () => Promise.resolve(sessions.session),
    'session.practise': async () => {
      if (sessions.isAsking) return sessions.session
      const known = sessions.practice?.connection.target
      if (known) return sessions.switchTo(known.tenantId, known.operator.id)
      const server = await practice.start()
      // Said once, before anything is done in the new practice tenant.
      if (server.recoveredFrom !== null && server.recoveredFrom !== toldOf) {
        toldOf = server.recoveredFrom
        return sessions.say(t('notice.keptAside', { file: server.recoveredFrom }))
      }
      return sessions.practise(practiceEndpoints(server.info))
    },
    'session.signIn': ({ choice, way, userName }) => sessions.signIn(choice, way, userName),
    'session.permit': ({ step, way }) => sessions.permit(step, way),
    'session.signInAgain': ({ way }) => sessions.signInAgain(way),
    'session.giveUp': async () => sessions.giveUp(),
    'session.switchTo': ({ tenantId, operatorId }) => sessions.switchTo(tenantId, operatorId),
    'session.cancelSignIn': async () => sessions.cancel(),
    'session.signOut': () => sessions.signOut(null),
    'session.roles': async () => {
      const { value } = await desk.connection().graph.myRoles()
      return rolesOfSteps(value.map(({ templateId }) => templateId))
    },
    'session.remembered': listRemembered,
    'session.forget': async ({ choice }) => {
      await forgetChoice(remembered, kept, choice)
      return listRemembered(undefined)
    },
    'practice.startOver': async () => {
      const server = await practice.start()
      if (sessions.practice) await sessions.signOut(null, sessions.practice)
      await server.startOver()
      return sessions.say(t('notice.startedOver'))
    },
  }
}
