import type { AppRegistrationPlan } from '../../contract/app-registration.ts'
import type { Run, RunId } from '../../contract/plan.ts'
import { AppError } from '../../domain/app-error.ts'
import { registeredClientId, unreadable } from '../../domain/app-registration.ts'
import { undoPlan } from '../../domain/undo-plan.ts'
import { assertRegistrationStillTrue, removeAppRegistration } from '../../engine/app-registration.ts'
import { assertMayWrite } from '../../engine/guard.ts'
import { replayRun } from '../../engine/replay-run.ts'
import { resumeRun, runPlan } from '../../engine/run-plan.ts'
import { consentUrlOfClient, forgetClient, rememberClient } from '../handlers/registered-client.ts'
import { openKeptSignIns } from '../kept-sign-ins.ts'
import { damagedRegistrations, latestRegistration, openRegistration, planRegistration } from '../open-registration.ts'
import type { Workspace } from '../workspace.ts'
import { inTenant, type TenantOptions } from './commands.ts'
import { type GuardOptions, guardNote, passOnCommandLine } from './guard-commands.ts'
import type { CommandResult } from './output.ts'
import { undoLines, undoPlanLines } from './undo-command.ts'

type Options = TenantOptions & GuardOptions & { readonly yes?: boolean | undefined }

const steps = ['look', 'register'] as const

/** The tenant's own app registration as it would be made. Exit 2: there is something to do, 1: something is in the way. */
export async function planRegistrationCommand(workspace: Workspace, options: Options): Promise<CommandResult> {
  return inTenant(
    workspace,
    options,
    async ({ connection }) => {
      const plan = await planRegistration(workspace, connection)
      const note = await guardNote(workspace, connection)
      return { exitCode: plan.obstacles.length > 0 ? 1 : 2, document: { plan }, lines: [...planLines(plan), ...note] }
    },
    steps,
  )
}

/** Makes it, or goes on with one that is not whole. Without `--yes` it only shows the plan, and ends with 1. */
export async function createRegistrationCommand(workspace: Workspace, options: Options): Promise<CommandResult> {
  return inTenant(
    workspace,
    options,
    async ({ connection, real }) => {
      const { appRegistrations: store, chance } = workspace
      const { tenantId } = connection.target
      const unfinished = await unfinishedRun(workspace, tenantId)
      const plan = unfinished?.plan ?? (await planRegistration(workspace, connection))
      if (options.yes !== true) {
        return { exitCode: 1, document: { plan }, lines: [...planLines(plan), 'Nothing was written. Add --yes.'] }
      }
      if (!unfinished) await assertRegistrationStillTrue(plan, { tenantId, graph: connection.graph })
      const resumed = unfinished ? await store.read(unfinished.runId) : null
      const guard = await passOnCommandLine(workspace, connection, plan, options, resumed)
      // A fresh UUID is what the brand stands for.
      const runId = unfinished?.runId ?? (chance.uuid() as RunId)
      const { clock } = workspace
      const { graph } = connection
      const signal = new AbortController().signal
      const work = unfinished ? resumeRun : runPlan
      const { run } = await work({ plan, runId, graph, store, clock, chance, guard, signal, onChange: () => undefined })
      const clientId = registeredClientId(await store.read(runId))
      if (clientId !== null && real) await rememberClient(workspace, { ...real, connection }, clientId)
      return madeResult(run, clientId, clientId !== null && real ? consentUrlOfClient(real, clientId) : null)
    },
    steps,
  )
}

/** Takes it away, out of the recycle bin too. Without `--yes` it only shows what would be done, and ends with 1. */
export async function removeRegistrationCommand(workspace: Workspace, options: Options): Promise<CommandResult> {
  return inTenant(
    workspace,
    options,
    async ({ connection: { graph, target }, real }) => {
      const { appRegistrations: store, clock, settings } = workspace
      const { tenantId, domain } = target
      const runId = await latestRegistration(store, tenantId)
      if (runId === null) return nothingToRemove(await damagedRegistrations(store, tenantId))
      const { plan, lines } = await openRegistration(store, runId, tenantId)
      if (options.yes !== true) {
        const shown = undoPlan(lines, { ...plan, portalSettings: [] })
        return { exitCode: 1, document: { runId, undoPlan: shown }, lines: undoPlanLines(shown, domain) }
      }
      assertMayWrite(settings.inForce())
      const clientId = registeredClientId(lines)
      if (clientId !== null && clientId === options.clientId?.toLowerCase()) {
        throw AppError.of('conflict', 'registration.in-use')
      }
      const undo = await removeAppRegistration({ runId, tenantId, graph, store, clock })
      if (clientId !== null && real && undo.state === 'done') {
        await forgetClient(workspace, openKeptSignIns(workspace.home, null), real, clientId)
      }
      const isGone = undo.state === 'done' && undo.proof?.outcome === 'same'
      return { exitCode: isGone ? 0 : 1, document: { runId, ...undo }, lines: undoLines(undo) }
    },
    steps,
  )
}

/** Rejects with `registration.exists` where one is whole, and with `run.undo-begun` where its removal was begun. */
async function unfinishedRun(
  { appRegistrations }: Workspace,
  tenantId: string,
): Promise<{ plan: AppRegistrationPlan; runId: RunId } | null> {
  const runId = await latestRegistration(appRegistrations, tenantId)
  if (runId === null) return null
  const { plan, lines } = await openRegistration(appRegistrations, runId, tenantId)
  const { state, undo } = replayRun(plan, lines)
  if (undo !== null) throw AppError.of('conflict', 'run.undo-begun')
  if (state === 'done') throw AppError.of('conflict', 'registration.exists')
  return { plan, runId }
}

function planLines({ domain, actions, permissions, obstacles, cautions }: AppRegistrationPlan): string[] {
  return [
    `An app registration of its own for ${domain}`,
    ...actions.map(({ what, after, call }) => `  + ${what} (${after ?? ''}; ${call ?? ''})`),
    `Permissions it lists: ${permissions.join(', ')}`,
    ...obstacles.map((obstacle) => `In the way: ${obstacle}`),
    ...cautions.map((caution) => `Note: ${caution}`),
  ]
}

function nothingToRemove(damaged: readonly string[]): CommandResult {
  const lines = damaged.map((file) => `Note: ${unreadable(file)}`)
  return { exitCode: 0, document: { undo: null, damaged }, lines: ['Nothing to remove.', ...lines] }
}

function madeResult(run: Run, clientId: string | null, consentUrl: string | null): CommandResult {
  const rows = run.rows.map(
    ({ state, what, reason }) => `  ${state.padEnd(9)} ${what}${reason === null ? '' : `: ${reason}`}`,
  )
  const next = [
    ...(clientId === null ? [] : [`Client id ${clientId}. Sign in through it with --client-id.`]),
    ...(consentUrl === null ? [] : [`An administrator can agree to its permissions for everybody at:\n${consentUrl}`]),
  ]
  return { exitCode: run.state === 'done' ? 0 : 1, document: { run, clientId, consentUrl }, lines: [...rows, ...next] }
}
