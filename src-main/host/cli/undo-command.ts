import type { Proof, Undo, UndoPlan } from '../../contract/undo.ts'
import { undoPlanOfRun } from '../../engine/plan-of-run.ts'
import { undoAndCompare } from '../../engine/undo-and-compare.ts'
import type { Workspace } from '../workspace.ts'
import { findRun, inTenant, type TenantOptions } from './commands.ts'
import type { CommandResult } from './output.ts'

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
      return { exitCode: 1, document: { runId, undoPlan: shown }, lines: planLines(shown, target.domain) }
    }
    const undo = await undoAndCompare({ runId, tenantId: target.tenantId, graph, store: runs, clock })
    return { exitCode: undo.state === 'done' ? 0 : 1, document: { runId, ...undo }, lines: undoLines(undo) }
  })
}

function planLines({ rows, notes }: UndoPlan, domain: string): string[] {
  if (rows.length === 0) return ['Nothing to undo.']
  return [
    `What undoing would do in ${domain}`,
    ...rows.map(({ what, why }) => `  - ${what} (${why})`),
    ...notes.map((note) => `Note: ${note}`),
    'Nothing was done. Add --yes to undo.',
  ]
}

function undoLines({ rows, proof }: Undo): string[] {
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
