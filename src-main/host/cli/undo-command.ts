import type { Proof, Undo, UndoPlan } from '../../contract/undo.ts'
import { assertMayWrite } from '../../engine/guard.ts'
import { undoPlanOfRun } from '../../engine/plan-of-run.ts'
import { undoAndCompare } from '../../engine/undo-and-compare.ts'
import type { Workspace } from '../workspace.ts'
import { findRun, inTenant, type TenantOptions } from './commands.ts'
import type { CommandResult } from './output.ts'
import { ProgressLine } from './progress-line.ts'

/** Without `--yes` it shows what it would do, and ends with 1: nothing was done. */
export async function undoCommand(
  workspace: Workspace,
  run: string,
  options: TenantOptions & { readonly yes?: boolean | undefined },
): Promise<CommandResult> {
  const runId = await findRun(workspace, run)
  return inTenant(workspace, options, async ({ connection }) => {
    const { runs, clock } = workspace
    const { graph, target } = connection
    if (options.yes !== true) {
      const shown = await undoPlanOfRun(runs, runId, target.tenantId)
      return { exitCode: 1, document: { runId, undoPlan: shown }, lines: undoPlanLines(shown, target.domain) }
    }
    assertMayWrite(workspace.settings.inForce())
    const undo = await undoShown({ runId, tenantId: target.tenantId, graph, store: runs, clock })
    return { exitCode: exitCodeOf(undo), document: { runId, ...undo }, lines: undoLines(undo) }
  })
}

/** 0: undone, and the tenant is as before; 2: undone, but it is not so, or could not be checked; 1: not all is undone. */
function exitCodeOf({ state, proof }: Undo): 0 | 1 | 2 {
  if (state !== 'done') return 1
  return proof?.outcome === 'same' ? 0 : 2
}

/** Undoes with its progress on stderr. */
async function undoShown(input: Parameters<typeof undoAndCompare>[0]): Promise<Undo> {
  const progress = new ProgressLine(process.stderr, input.clock, 'undone')
  try {
    return await undoAndCompare({ ...input, onChange: ({ undo: { pace }, rows }) => progress.hear(rows, pace) })
  } finally {
    progress.end()
  }
}

export function undoPlanLines({ rows, notes }: UndoPlan, domain: string): string[] {
  if (rows.length === 0) return ['Nothing to undo.']
  return [
    `What undoing would do in ${domain}`,
    ...rows.map(({ what, why }) => `  - ${what} (${why})`),
    ...notes.map((note) => `Note: ${note}`),
    'Nothing was done. Add --yes to undo.',
  ]
}

export function undoLines({ rows, proof }: Pick<Undo, 'rows' | 'proof'>): string[] {
  if (rows.length === 0) return ['Nothing to undo.']
  return [
    ...rows.map(({ state, what, reason }) => `  ${state.padEnd(9)} ${what}${reason === null ? '' : `: ${reason}`}`),
    ...(proof ? proofLines(proof) : []),
  ]
}

function proofLines({ outcome, differences, reason }: Proof): string[] {
  if (outcome === 'same') return ['The tenant is as it was before.']
  if (outcome === 'different') {
    return ['The tenant is not as it was before:', ...differences.map((difference) => `  ${difference}`)]
  }
  return [`Whether the tenant is as it was before could not be checked. ${reason ?? ''}`.trimEnd()]
}
