import type { Lab } from '../../contract/lab.ts'
import type { InitialPassword } from '../../contract/plan.ts'
import type { Recording, StepId } from '../../contract/recording.ts'
import { AppError } from '../../domain/app-error.ts'
import type { Clock } from '../../engine/ports.ts'
import { attestClaim } from '../../engine/recording-steps.ts'
import type { Recorder } from '../../engine/recorder.ts'
import { nothingRegistered, type Player, PlayerError, type Registered } from './player.ts'

interface PlayInput {
  readonly lab: Lab
  readonly player: Player
  readonly recorder: Recorder
  readonly clock: Clock
  readonly passwords: readonly InitialPassword[]
  readonly newPassword: string
  /** Takes away what the lab's run made. */
  readonly cleanUp: () => Promise<void>
  readonly onStep: (title: string) => void
  /** Resolves once the witnesses of a step have spoken, or are waited for no longer. */
  readonly witnessed: (stepId: StepId) => Promise<void>
}

/** What is carried from one step to the next. */
interface Carried {
  registered: Registered
}

type Play = (input: PlayInput, upns: Recording, carried: Carried) => Promise<unknown>

/** What a person does in each step; steps of the app need nobody. */
const plays: Record<StepId, Play | null> = {
  'operator-checks': null,
  register: async ({ lab, player, passwords }, { testUser: upn }, carried) => {
    const { register, route } = lab.checklist
    carried.registered = await player.register({ upn, password: initialPassword(passwords, upn) }, register, route)
  },
  'registration-seen': null,
  reset: async ({ lab, player, newPassword, clock }, { testUser }, { registered }) => {
    // The directory keeps the time of a password in whole seconds: two changes within one cannot be told apart.
    await clock.sleep(1000)
    await player.reset(testUser, registered, lab.checklist.resetWith, newPassword, lab.checklist.entrance)
  },
  'reset-seen': null,
  'sign-in': ({ player, newPassword }, { testUser }) => player.signIn(testUser, newPassword),
  'control-user': ({ player }, { controlUser }) => player.attemptReset(controlUser),
  administrator: ({ player }, { operator }) => player.attemptReset(operator),
  'wrong-code': async (input, { testUser }, { registered }) => {
    const said = await input.player.tryWrongCode(testUser, registered, firstKind(input.lab))
    await attestClaim(input.recorder, 'wrong-code', 'wrong-code-seen', said)
  },
  'expired-code': async (input, { testUser }, { registered }) => {
    const said = await input.player.tryExpiredCode(testUser, registered, firstKind(input.lab))
    await attestClaim(input.recorder, 'expired-code', 'expired-code-seen', said)
  },
  'weak-password': ({ lab, player }, { testUser }, { registered }) =>
    player.tryWeakPassword(testUser, registered, lab.checklist.resetWith),
  'clean-up': ({ cleanUp }) => cleanUp(),
}

/** Plays every step of the recording's checklist in order, and waits for its witnesses after each. */
export async function playChecklist(input: PlayInput): Promise<void> {
  const { recorder, onStep, witnessed } = input
  const carried: Carried = { registered: nothingRegistered() }
  // What cannot be played is told before the first step.
  initialPassword(input.passwords, recorder.current.testUser)
  for (const { stepId, title } of recorder.current.steps) {
    onStep(title)
    await recorder.beginStep(stepId)
    await plays[stepId]?.(input, recorder.current, carried).catch((error: unknown) => {
      throw error instanceof PlayerError ? stoppedAt(title, error) : error
    })
    recorder.lookSoon()
    await witnessed(stepId)
  }
}

/** What the page says holds nothing that was typed, so it can be told. */
const stoppedAt = (step: string, cause: PlayerError): AppError =>
  AppError.of('conflict', 'rehearse.page', { params: { step, what: cause.message }, cause })

const firstKind = (lab: Lab) => lab.checklist.resetWith[0] ?? 'email'

function initialPassword(passwords: readonly InitialPassword[], upn: string): string {
  const made = passwords.find(({ userPrincipalName }) => userPrincipalName.toLowerCase() === upn.toLowerCase())
  if (!made) throw AppError.of('conflict', 'rehearse.user-exists', { params: { name: upn } })
  return made.password
}
