import type { Lab } from '../../contract/lab.ts'
import type { InitialPassword, RunId } from '../../contract/plan.ts'
import type { EvidenceSummary, Recording, RecordingId } from '../../contract/recording.ts'
import { AppError } from '../../domain/app-error.ts'
import { helpdeskContact } from '../../domain/lab.ts'
import { generatePassword } from '../../domain/password.ts'
import { assertMayWrite } from '../../engine/guard.ts'
import { assertStillTrue, planLab } from '../../engine/plan-lab.ts'
import { Recorder } from '../../engine/recorder.ts'
import { runPlan } from '../../engine/run-plan.ts'
import { firstRecording } from '../../engine/start-recording.ts'
import { undoRun } from '../../engine/undo-run.ts'
import { installationKey, sha256 } from '../../storage/seal.ts'
import { listRuns } from '../list-runs.ts'
import { madeByRun } from '../made-by-run.ts'
import { playChecklist } from '../rehearse/play-checklist.ts'
import { stepWitnessed } from '../rehearse/step-witnessed.ts'
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
 * user, all through the pages a person uses, and the undo; records the checklist as it goes.
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

  const made = await madeByRun(workspace, tenant.connection.target.tenantId, lab.id)
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
    await firstRecording({ lab, target, links, recordingId, graph, made }),
  )
  recorder.watch()
  try {
    await playChecklist({
      lab,
      player: tenant.player,
      recorder,
      clock: workspace.clock,
      passwords,
      newPassword: generatePassword((below) => workspace.chance.int(below)),
      cleanUp: () => takeAway(input, runId),
      onStep: message,
      witnessed: async (stepId) => {
        const claims = await stepWitnessed({ recorder, changes, patienceMs: input.patienceMs }, stepId)
        for (const claim of claims) message(`  ${claim.verdict.padEnd(14)} ${claim.claim}`)
      },
    })
    await recorder.end('finished')
  } finally {
    recorder.stop()
  }
  const evidence = await sealRecording(workspace, recordingId)
  return { runId, evidence, recording: recorder.current }
}

/** Users of an earlier rehearsal have passwords nobody knows any more, so what earlier runs of this lab made goes first. */
async function takeAwayEarlier(input: RehearseInput): Promise<void> {
  const { workspace, tenant, lab, message } = input
  const { target } = tenant.connection
  for (const { kind, run } of await listRuns(workspace)) {
    if (kind === 'damaged' || run.labId !== lab.id || run.tenantId !== target.tenantId || run.state === 'undone')
      continue
    message(`Taking away what run ${run.runId} made`)
    await takeAway(input, run.runId)
  }
}

async function takeAway({ workspace, tenant, message }: RehearseInput, runId: RunId): Promise<void> {
  const { runs, clock } = workspace
  const { graph, target } = tenant.connection
  const rows = await undoRun({ runId, tenantId: target.tenantId, graph, store: runs, clock })
  for (const { what, reason } of rows.filter((row) => row.state === 'failed'))
    message(`  not undone     ${what}: ${reason ?? ''}`)
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
