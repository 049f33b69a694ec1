import type { Lab } from '../../contract/lab.ts'
import type { InitialPassword, RunId } from '../../contract/plan.ts'
import type { EvidenceSummary, Recording, RecordingId, StepId } from '../../contract/recording.ts'
import { AppError } from '../../domain/app-error.ts'
import { controlUserName, helpdeskContact, testUserName } from '../../domain/lab.ts'
import { generatePassword } from '../../domain/password.ts'
import { allClaims } from '../../domain/recording.ts'
import { assertMayWrite } from '../../engine/guard.ts'
import { assertStillTrue, planLab } from '../../engine/plan-lab.ts'
import { Recorder } from '../../engine/recorder.ts'
import { runPlan } from '../../engine/run-plan.ts'
import { firstRecording } from '../../engine/start-recording.ts'
import { undoRun } from '../../engine/undo-run.ts'
import { installationKey, sha256 } from '../../storage/seal.ts'
import { listRuns } from '../list-runs.ts'
import { sealRecording } from '../seal-recording.ts'
import type { Workspace } from '../workspace.ts'
import type { OpenPracticeTenant } from './open-tenant.ts'

export interface Rehearsal {
  readonly runId: RunId
  readonly evidence: EvidenceSummary
  readonly recording: Recording
}

interface RehearseInput {
  readonly workspace: Workspace
  readonly tenant: OpenPracticeTenant
  readonly lab: Lab
  /** How long one step may wait for its witnesses. */
  readonly patienceMs: number
  readonly message: (line: string) => void
}

/**
 * Plays a whole lab on a practice tenant: apply, the portal step, registration, reset, sign-in and the refused control
 * user, all through the pages a person uses, and records the checklist as it goes.
 */
export async function rehearse(input: RehearseInput): Promise<Rehearsal> {
  const { workspace, lab, tenant, message } = input
  if (tenant.connection.target.kind !== 'practice') throw AppError.of('forbidden', 'practice.only')
  assertMayWrite(workspace.settings.inForce())
  // What would stop the sealing at the end is told at the beginning.
  await installationKey(workspace.home)
  await takeAwayEarlier(input)
  const { runId, passwords } = await apply(input)
  message('Portal: setting Password reset as the operator')
  await setPortal(input)

  const changes = new EventTarget()
  const { graph, target, links } = tenant.connection
  // A fresh UUID is what the brand stands for.
  const recordingId = workspace.chance.uuid() as RecordingId
  const recorder = await Recorder.begin(
    {
      graph,
      store: workspace.recordings,
      clock: workspace.clock,
      sha256,
      onChange: () => changes.dispatchEvent(new Event('change')),
      onBug: (error) => changes.dispatchEvent(new CustomEvent('bug', { detail: error })),
    },
    await firstRecording({ lab, target, links, recordingId, graph }),
  )
  recorder.watch()
  try {
    await playSteps(input, recorder, passwords, (stepId) => stepProven(input, recorder, changes, stepId))
    await recorder.end('finished')
  } finally {
    recorder.stop()
  }
  const evidence = await sealRecording(workspace, recorder.events)
  return { runId, evidence, recording: recorder.current }
}

/** Users of an earlier rehearsal have passwords nobody knows any more, so what earlier runs of this lab made goes first. */
async function takeAwayEarlier({ workspace, tenant, lab, message }: RehearseInput): Promise<void> {
  const { graph, target } = tenant.connection
  for (const { kind, run } of await listRuns(workspace)) {
    if (kind === 'damaged' || run.labId !== lab.id || run.tenantId !== target.tenantId || run.state === 'undone')
      continue
    message(`Taking away what run ${run.runId} made`)
    const { runs, clock } = workspace
    const rows = await undoRun({ runId: run.runId, tenantId: target.tenantId, graph, store: runs, clock })
    for (const { what, reason } of rows.filter((row) => row.state === 'failed'))
      message(`  not undone     ${what}: ${reason ?? ''}`)
  }
}

async function apply(input: RehearseInput): Promise<{ runId: RunId; passwords: InitialPassword[] }> {
  const { workspace, lab, tenant, message } = input
  const { runs, clock, chance } = workspace
  const { graph, links, target } = tenant.connection
  const grantedScopes = tenant.connection.grantedScopes()
  const plan = await planLab({ lab, graph, links, clock, chance, sha256, store: runs, grantedScopes })
  await assertStillTrue(plan, { tenantId: target.tenantId, graph, store: runs, sha256 })
  message(`Applying ${String(plan.totals.add + plan.totals.change)} actions`)
  const runId = chance.uuid() as RunId
  const signal = new AbortController().signal
  const result = await runPlan({ plan, runId, graph, store: runs, clock, chance, signal, onChange: () => undefined })
  const failed = result.run.rows.find((row) => row.state === 'failed' || row.state === 'unsettled')
  if (failed) {
    throw AppError.of('conflict', 'rehearse.apply-failed', {
      params: { what: failed.what, reason: failed.reason ?? '' },
    })
  }
  return { runId, passwords: result.passwords }
}

function setPortal({ lab, tenant }: RehearseInput): Promise<void> {
  const { scope, methodsRequired, registration, notifications } = lab.sspr
  return tenant.player.setPasswordReset(tenant.operator, {
    scope,
    groupName: scope === 'selected' ? lab.group.displayName : null,
    methodsRequired,
    requireAtSignIn: registration.requireAtSignIn,
    reconfirmDays: registration.reconfirmDays,
    notifyUsers: notifications.users,
    notifyAdmins: notifications.admins,
    helpdesk: helpdeskContact(lab, tenant.connection.target.domain),
  })
}

type WaitFor = (stepId: StepId) => Promise<void>

async function playSteps(
  { workspace, tenant, lab, message }: RehearseInput,
  recorder: Recorder,
  passwords: readonly InitialPassword[],
  proven: WaitFor,
): Promise<void> {
  const { player, connection } = tenant
  const { domain } = connection.target
  const { register, route, resetWith, entrance } = lab.checklist
  const upn = testUserName(lab, domain)
  const controlUpn = controlUserName(lab, domain)
  const initial = passwords.find((made) => made.userPrincipalName.toLowerCase() === upn.toLowerCase())
  if (!initial) throw AppError.of('conflict', 'rehearse.user-exists', { params: { name: upn } })

  const begin = async (stepId: StepId): Promise<void> => {
    const step = recorder.current.steps.find((candidate) => candidate.stepId === stepId)
    message(step?.title ?? stepId)
    await recorder.beginStep(stepId)
  }

  await begin('operator-checks')
  await proven('operator-checks')
  await begin('register')
  const registered = await player.register({ upn, password: initial.password }, register, route)
  await proven('register')
  await begin('registration-seen')
  await proven('registration-seen')
  await begin('reset')
  const newPassword = generatePassword((below) => workspace.chance.int(below))
  await player.reset(upn, registered, resetWith, newPassword, entrance)
  await proven('reset')
  await begin('reset-seen')
  await proven('reset-seen')
  await begin('sign-in')
  await player.signIn(upn, newPassword)
  await proven('sign-in')
  await begin('control-user')
  await player.attemptReset(controlUpn)
  await proven('control-user')
}

/** Waits until every claim of a step is proven, or until patience ends; the recording then says what was not. */
async function stepProven(
  { patienceMs, message }: RehearseInput,
  recorder: Recorder,
  changes: EventTarget,
  stepId: StepId,
): Promise<void> {
  const claims = () => recorder.current.steps.find((step) => step.stepId === stepId)?.claims ?? []
  const isDone = () => claims().every((claim) => claim.verdict === 'proven')
  await new Promise<void>((resolve, reject) => {
    const ended = new AbortController()
    const settle = (finish: () => void): void => {
      ended.abort()
      clearTimeout(timer)
      finish()
    }
    const timer = setTimeout(() => {
      settle(resolve)
    }, patienceMs)
    const onChange = (): void => {
      if (isDone()) settle(resolve)
    }
    changes.addEventListener('change', onChange, { signal: ended.signal })
    changes.addEventListener(
      'bug',
      (event) => {
        const cause: unknown = event instanceof CustomEvent ? event.detail : null
        settle(() => {
          reject(cause instanceof Error ? cause : AppError.of('bug', 'rehearse.recorder-stopped'))
        })
      },
      { signal: ended.signal },
    )
    onChange()
  })
  for (const claim of claims()) message(`  ${claim.verdict.padEnd(14)} ${claim.claim}`)
}

/** Every claim proven by a witness: nothing else passes a rehearsal. */
export const isWhollyProven = (recording: Recording): boolean =>
  allClaims(recording).every((claim) => claim.verdict === 'proven')
