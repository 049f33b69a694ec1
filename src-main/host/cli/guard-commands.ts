import type { GuardPass, Likeness } from '../../contract/guard.ts'
import type { JournalLine } from '../../contract/journal.ts'
import type { Plan } from '../../contract/plan.ts'
import type { SettingsChange } from '../../contract/settings.ts'
import { AppError } from '../../domain/app-error.ts'
import { needOf } from '../../domain/guard.ts'
import { type Assessment, assessTenant, passGuard } from '../../engine/guard.ts'
import { markedObjects } from '../../engine/marked-objects.ts'
import type { Connection } from '../connection.ts'
import { lockHome } from '../home.ts'
import type { Workspace } from '../workspace.ts'
import { inTenant, type TenantOptions } from './commands.ts'
import type { CommandResult } from './output.ts'

export interface GuardOptions {
  /** The initial domain of the tenant that is meant. */
  readonly confirmDomain?: string | undefined
  readonly productionReason?: string | undefined
}

/** What to type, where the guard holds a command up. */
const ways: Partial<Record<string, string>> = {
  'guard.unconfirmed': 'Say so with --confirm-domain and its initial domain.',
  'guard.domain': 'Say so with --confirm-domain and its initial domain.',
  'guard.reason': 'Name the reason with --production-reason.',
  'guard.production': 'Allow it with: settings --production on',
  'guard.read-only': 'Turn it off with: settings --writes on (unless --read-only or RESETLAB_READ_ONLY says so)',
}

/**
 * The guard before the first write of a command. That the command was given is the one confirmation a lab needs; a run that
 * is gone on with (`resumed`: its journal) brings what was given for it before.
 */
export async function passOnCommandLine(
  { clock, settings }: Workspace,
  { graph, target }: Connection,
  plan: Pick<Plan, 'actions'>,
  { confirmDomain, productionReason }: GuardOptions,
  resumed: readonly JournalLine[] | null = null,
): Promise<GuardPass | null> {
  const isSilent = confirmDomain === undefined && productionReason === undefined
  try {
    return await passGuard({
      plan,
      kind: target.kind,
      graph,
      clock,
      settings: settings.inForce(),
      given: resumed !== null && isSilent ? null : { domain: confirmDomain ?? '', reason: productionReason ?? '' },
      shown: null,
      lines: resumed ?? [],
    })
  } catch (error) {
    const way = error instanceof AppError ? ways[error.failure.code] : undefined
    if (!(error instanceof AppError) || way === undefined) throw error
    const { failure } = error
    throw new AppError({ ...failure, details: [...(failure.details ?? []), way] }, { cause: error })
  }
}

/** Whether the tenant looks like a lab, and what it takes to write to it. */
export async function guardCommand(workspace: Workspace, options: TenantOptions): Promise<CommandResult> {
  return inTenant(workspace, options, async ({ connection: { graph, target } }) => {
    const found = await assessTenant(graph, workspace.clock)
    const exitCodes = { 'lab-like': 0, doubtful: 2, 'production-like': 1 } as const satisfies Record<Likeness, number>
    const need = target.kind === 'practice' ? null : needOf(found.likeness, workspace.settings.inForce())
    return { exitCode: exitCodes[found.likeness], document: { ...found, need }, lines: guardLines(found, need) }
  })
}

const likenessText: Record<Likeness, string> = {
  'lab-like': 'looks like a lab',
  doubtful: 'may be a lab or production',
  'production-like': 'looks like production',
}

const needText = {
  confirmation: 'Before the first write: one confirmation (--yes, or a kept plan).',
  domain: 'Before the first write: --confirm-domain with the initial domain.',
  'domain-and-reason': 'Before the first write: --confirm-domain with the initial domain, and --production-reason.',
  setting: 'Nothing is written to it, until: settings --production on',
} as const

function guardLines({ domain, likeness, score, signs }: Assessment, need: keyof typeof needText | null): string[] {
  return [
    `${domain} ${likenessText[likeness]} (${String(score)} points).`,
    ...signs.map(({ points, isKnown, text }) => `  ${isKnown ? ' ' : '?'} ${String(points).padStart(2)}  ${text}`),
    need === null ? 'A practice tenant: nothing is asked before the first write.' : needText[need],
  ]
}

/** What a plan for a real tenant says of the guard beside; empty for a practice tenant. */
export async function guardNote({ clock, settings }: Workspace, { graph, target }: Connection): Promise<string[]> {
  if (target.kind === 'practice') return []
  const found = await assessTenant(graph, clock)
  return guardLines(found, needOf(found.likeness, settings.inForce()))
}

/** What bears the mark of a run, whoever's computer it was made on. */
export async function markedCommand(workspace: Workspace, options: TenantOptions): Promise<CommandResult> {
  return inTenant(workspace, options, async ({ connection: { graph } }) => {
    const { objects, unread } = await markedObjects(graph)
    const lines = objects.map(
      ({ type, name, runId }) => `  ${type.padEnd(11)}  ${name}  ${runId ?? 'of an unknown run'}`,
    )
    return {
      exitCode: 0,
      document: { marked: objects, unread },
      lines: [
        ...(lines.length > 0
          ? ['Made by ResetLab, with the run:', ...lines]
          : ['Nothing here bears the mark of a run.']),
        ...(unread === null ? [] : [unread]),
      ],
    }
  })
}

/** Shows the switches of this folder, after turning those that are named. */
export async function settingsCommand(workspace: Workspace, change: SettingsChange): Promise<CommandResult> {
  const isChange = Object.values(change).some((value) => value !== undefined)
  const lock = isChange ? lockHome(workspace.home) : null
  try {
    const { settings } = workspace
    const inForce = isChange ? await settings.change(change) : settings.inForce()
    const { isReadOnly, isHeldReadOnly, mayWriteToProduction } = inForce
    const word = (isOn: boolean): string => (isOn ? 'on' : 'off')
    return {
      exitCode: 0,
      document: inForce,
      lines: [
        `writes      ${word(!isReadOnly)}${isHeldReadOnly ? ' (as this command was started)' : ''}`,
        `production  ${word(mayWriteToProduction)}`,
      ],
    }
  } finally {
    lock?.release()
  }
}
