import { join } from 'node:path'

import { negativeTests } from '../../contract/lab.ts'
import type { PermissionStep } from '../../contract/permissions.ts'
import type { ClaimState } from '../../contract/recording.ts'
import { AppError } from '../../domain/app-error.ts'
import { allClaims, countVerdict } from '../../domain/recording.ts'
import { askWitness } from '../../engine/ask-witness.ts'
import { hear, questionOf, witnessesOf } from '../../domain/witnesses.ts'
import { firstRecording } from '../../engine/start-recording.ts'
import { listBuiltInLabs, resolveLab } from '../../storage/lab-file.ts'
import type { Workspace } from '../workspace.ts'
import { openPracticeTenant, openTenant, type OpenTenant, type TenantOptions } from './open-tenant.ts'
import type { CommandResult } from './output.ts'
import { isWhollyProven } from '../rehearse/step-witnessed.ts'
import { rehearse } from './rehearse.ts'

export type { TenantOptions } from './open-tenant.ts'

type Say = (line: string) => void

/** What a person must do for the sign-in stands on stderr. */
const tellPerson: Say = (line) => {
  process.stderr.write(`${line}\n`)
}

/** Works in the tenant the options name, with the permissions of these steps. */
export async function inTenant<T>(
  workspace: Workspace,
  options: TenantOptions,
  work: (tenant: OpenTenant) => Promise<T>,
  steps: readonly PermissionStep[] = ['look', 'set-up'],
): Promise<T> {
  return withTenant(await openTenant(workspace, options, steps, tellPerson), work)
}

async function withTenant<Tenant extends OpenTenant, T>(tenant: Tenant, work: (tenant: Tenant) => Promise<T>) {
  try {
    return await work(tenant)
  } finally {
    await tenant.close()
  }
}

export async function labsCommand(workspace: Workspace): Promise<CommandResult> {
  const labs = await listBuiltInLabs(workspace.labsDir)
  const lines = labs.map((lab) => `${lab.id.padEnd(24)} ${String(lab.minutes).padStart(3)} min  ${lab.title}`)
  return { exitCode: 0, document: { labs }, lines }
}

/** Asks the claims of the operator checks once: is everything set up, the portal step included? */
export async function verifyCommand(
  workspace: Workspace,
  labName: string,
  options: TenantOptions,
): Promise<CommandResult> {
  const lab = await resolveLab(workspace.labsDir, labName)
  return inTenant(
    workspace,
    options,
    async ({ connection }) => {
      const { graph, target, links } = connection
      const recordingId = workspace.chance.uuid() as Parameters<typeof firstRecording>[0]['recordingId']
      const recording = await firstRecording({ lab, target, links, recordingId, graph })
      const checks = recording.steps.find((step) => step.stepId === 'operator-checks')?.claims ?? []
      const claims: ClaimState[] = []
      for (const claim of checks) {
        const question = questionOf(claim)
        if (question === null) continue
        const [{ witness }] = witnessesOf[question]
        const { report } = await askWitness(graph, { question, subjects: recording.subjects, mark: null }, witness)
        claims.push(hear(claim, report))
      }
      const has = (...verdicts: string[]) => claims.some((claim) => verdicts.includes(claim.verdict))
      const exitCode = has('contradicted', 'could-not-check') ? 1 : has('not-yet-seen', 'waiting') ? 2 : 0
      const lines = claims.map((claim) => `  ${claim.verdict.padEnd(15)} ${claim.claim} (${claim.witness.detail})`)
      return { exitCode, document: { lab: lab.id, domain: target.domain, claims }, lines }
    },
    ['look', 'verify'],
  )
}

/** A run by its id, or `last`. */
export async function findRun(workspace: Workspace, run: string): Promise<string> {
  const ids = await workspace.runs.list()
  const found = run === 'last' ? ids[0] : ids.find((id) => id === run)
  if (found === undefined) throw AppError.of('not-found', 'run.unknown', { params: { run } })
  return found
}

export async function rehearseCommand(
  workspace: Workspace,
  labName: string,
  options: Pick<TenantOptions, 'practice'> & { readonly patience: number; readonly allTests?: boolean },
  message: Say,
): Promise<CommandResult> {
  const given = await resolveLab(workspace.labsDir, labName)
  const every = { ...given, checklist: { ...given.checklist, negativeTests: [...negativeTests] } }
  const lab = options.allTests === true ? every : given
  return withTenant(await openPracticeTenant(workspace, options.practice), async (tenant) => {
    const patienceMs = options.patience * 1000
    const { runId, evidence, recording } = await rehearse({ workspace, tenant, lab, patienceMs, message })
    const evidenceFile = join(workspace.home, 'evidence', evidence.fileName)
    const claims = allClaims(recording).map(({ claimId, claim, verdict, witness }) => ({
      claimId,
      claim,
      verdict,
      witness,
    }))
    const passed = isWhollyProven(recording)
    return {
      exitCode: passed ? 0 : 1,
      document: { lab: lab.id, passed, runId, recordingId: recording.recordingId, evidenceFile, claims },
      lines: [
        `${String(countVerdict(recording, 'proven'))} of ${String(claims.length)} claims proven by what Graph answered.`,
        `Evidence file: ${evidenceFile}`,
      ],
    }
  })
}
