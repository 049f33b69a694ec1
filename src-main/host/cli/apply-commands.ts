import type { InitialPassword, Plan, Run, RunId } from '../../contract/plan.ts'
import { AppError } from '../../domain/app-error.ts'
import { assertStillTrue, planLab } from '../../engine/plan-lab.ts'
import { planOfRun } from '../../engine/plan-of-run.ts'
import { resumeRun, runPlan } from '../../engine/run-plan.ts'
import { resolveLab } from '../../storage/lab-file.ts'
import { sha256 } from '../../storage/seal.ts'
import type { Connection } from '../connection.ts'
import type { Workspace } from '../workspace.ts'
import { findRun, inTenant, type TenantOptions } from './commands.ts'
import { type GuardOptions, guardNote, passOnCommandLine } from './guard-commands.ts'
import type { CommandResult } from './output.ts'
import { planLines } from './plan-lines.ts'
import { ProgressLine } from './progress-line.ts'

/** Shows and keeps the plan for a lab, so that exactly this one can be applied. */
export async function planCommand(
  workspace: Workspace,
  labName: string,
  options: TenantOptions,
): Promise<CommandResult> {
  const lab = await resolveLab(workspace.labsDir, labName)
  return inTenant(workspace, options, async ({ connection }) => {
    const plan = await makePlan(workspace, connection, lab)
    if (plan.obstacles.length + plan.questions.length > 0)
      return { exitCode: 1, document: plan, lines: planLines(plan) }
    const isDone = plan.totals.add + plan.totals.change === 0
    return {
      exitCode: isDone ? 0 : 2,
      document: plan,
      lines: [...planLines(plan), ...(isDone ? [] : [...(await guardNote(workspace, connection)), applyLine(plan)])],
    }
  })
}

function makePlan(workspace: Workspace, connection: Connection, lab: Plan['lab']): Promise<Plan> {
  const { graph, links } = connection
  const grantedScopes = connection.grantedScopes()
  const { clock, chance, runs } = workspace
  return planLab({ lab, graph, links, clock, chance, sha256, store: runs, grantedScopes })
}

const applyLine = ({ planId }: Plan): string => `Apply exactly this with: apply --plan ${planId}`

interface ApplyOptions extends TenantOptions, GuardOptions {
  readonly yes?: boolean | undefined
  /** A plan that was shown and kept; nothing more is asked then. */
  readonly plan?: string | undefined
}

/** Without `--yes` and without a kept plan it shows what it would do, and ends with 1: nothing was done. */
export async function applyCommand(
  workspace: Workspace,
  labName: string | undefined,
  options: ApplyOptions,
): Promise<CommandResult> {
  if ((labName === undefined) === (options.plan === undefined)) throw AppError.of('invalid-input', 'apply.lab-or-plan')
  const lab = labName === undefined ? null : await resolveLab(workspace.labsDir, labName)
  const kept = options.plan === undefined ? null : await keptPlan(workspace, options.plan)
  return inTenant(workspace, options, async ({ connection }) => {
    const plan = kept ?? (lab && (await makePlan(workspace, connection, lab)))
    if (plan === null) throw AppError.of('not-found', 'plan.unknown')
    if (kept === null && options.yes !== true) {
      const note = await guardNote(workspace, connection)
      const lines = [...planLines(plan), ...note, `Nothing was done. Add --yes to apply this plan to ${plan.domain}.`]
      return { exitCode: 1, document: plan, lines: [...lines, applyLine(plan)] }
    }
    return carryOut(workspace, connection, plan, options)
  })
}

async function keptPlan({ runs }: Workspace, planId: string): Promise<Plan> {
  const plan = await runs.readPlan(planId)
  if (plan === null) throw AppError.of('not-found', 'plan.unknown')
  return plan
}

async function carryOut(
  workspace: Workspace,
  connection: Connection,
  plan: Plan,
  options: GuardOptions,
): Promise<CommandResult> {
  const { clock, chance, runs } = workspace
  const { graph, target } = connection
  await assertStillTrue(plan, { tenantId: target.tenantId, graph, store: runs, sha256 })
  const guard = await passOnCommandLine(workspace, connection, plan, options)
  // A fresh UUID is what the brand stands for.
  const runId = chance.uuid() as RunId
  return toTheEnd(runPlan, { plan, runId, graph, store: runs, clock, chance, guard })
}

/** Carries it out with its progress on stderr. Ctrl-C ends the process, as a crash would: `resume` goes on. */
async function toTheEnd(
  work: typeof runPlan,
  input: Omit<Parameters<typeof runPlan>[0], 'signal' | 'onChange'> & { readonly plan: Plan },
): Promise<CommandResult> {
  const progress = new ProgressLine(process.stderr, input.clock, 'done')
  const signal = new AbortController().signal
  try {
    const { run, passwords } = await work({
      ...input,
      signal,
      onChange: ({ run: { pace }, rows }) => progress.hear(rows, pace),
    })
    return runReport(input.plan, run, passwords)
  } finally {
    progress.end()
  }
}

function runReport(plan: Plan, run: Run, passwords: InitialPassword[]): CommandResult {
  const guided = plan.portalSettings
  const lines = [
    ...run.rows.map((row) => `  ${row.state.padEnd(9)} ${row.what}${row.reason === null ? '' : `: ${row.reason}`}`),
    `Run ${run.runId}: ${run.state}`,
    ...(run.state === 'interrupted' ? [`The sign-in has ended. Go on with: resume ${run.runId}`] : []),
    ...(passwords.length > 0 ? ['Initial passwords, shown only this once:'] : []),
    ...passwords.map((made) => `  ${made.userPrincipalName}  ${made.password}`),
    'Waiting for you in the portal (Password reset):',
    ...guided.map((setting) => `  ${setting.blade}: ${setting.name} = ${setting.value}`),
  ]
  return { exitCode: run.state === 'done' ? 0 : 1, document: { run, guided, initialPasswords: passwords }, lines }
}

/** Goes on with a run that was interrupted, or tries its failed rows again. */
export async function resumeCommand(
  workspace: Workspace,
  run: string,
  options: TenantOptions & GuardOptions,
): Promise<CommandResult> {
  // Only ids of our own files are found here.
  const runId = (await findRun(workspace, run)) as RunId
  return inTenant(workspace, options, async ({ connection }) => {
    const { clock, chance, runs } = workspace
    const { graph, target } = connection
    const plan = await planOfRun(runs, runId, target.tenantId)
    const guard = await passOnCommandLine(workspace, connection, plan, options, await runs.read(runId))
    return toTheEnd(resumeRun, { plan, runId, graph, store: runs, clock, chance, guard })
  })
}
