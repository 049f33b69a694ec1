import { readFile, realpath, stat, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'

import { failureText } from '../../contract/failure-text.ts'
import type { PermissionStep } from '../../contract/permissions.ts'
import type { ClaimState, EvidenceCheck } from '../../contract/recording.ts'
import { AppError } from '../../domain/app-error.ts'
import { allClaims, countVerdict } from '../../domain/recording.ts'
import { askWitness } from '../../engine/ask-witness.ts'
import type { Question } from '../../domain/checklist.ts'
import { firstRecording } from '../../engine/start-recording.ts'
import { renderHtmlReport } from '../../report/html-report.ts'
import { checkEvidenceFile, openEvidence } from '../../storage/evidence-file.ts'
import { listBuiltInLabs, resolveLab } from '../../storage/lab-file.ts'
import type { Workspace } from '../workspace.ts'
import { openPracticeTenant, openTenant, type OpenTenant, type TenantOptions } from './open-tenant.ts'
import type { CommandResult } from './output.ts'
import { isWhollyProven, rehearse } from './rehearse.ts'

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
        // Claim ids are the questions themselves: `buildChecklist` makes them so.
        const question = claim.claimId as Question
        const { report } = await askWitness(graph, { question, subjects: recording.subjects, mark: null })
        claims.push({ ...claim, verdict: report.verdict, witness: report })
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
  options: Pick<TenantOptions, 'practice'> & { readonly patience: number },
  message: Say,
): Promise<CommandResult> {
  const lab = await resolveLab(workspace.labsDir, labName)
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

export async function reportCommand(file: string, out: string): Promise<CommandResult> {
  const opened = openEvidence(await readGivenFile(file))
  const path = resolve(out)
  if ((await realpath(path).catch(() => path)) === (await realpath(file))) {
    throw AppError.of('invalid-input', 'report.over-evidence', { params: { file } })
  }
  try {
    await writeFile(path, renderHtmlReport(opened))
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error
    throw AppError.of('invalid-input', 'report.unwritable', { params: { file: path }, cause: error })
  }
  const { integrity, detail } = opened.check
  return {
    exitCode: 0,
    document: { file, out: path, integrity },
    lines: [`Report: ${path}`, ...(integrity === 'intact' ? [] : [`It says so: ${detail}`])],
  }
}

export async function checkCommand(file: string): Promise<CommandResult> {
  const check = await checkGivenFile(file)
  const exitCodes = { intact: 0, altered: 1, unreadable: 2 } as const
  const sealed = check.sealedBy === null ? [] : [`Sealed by installation ${check.sealedBy}`]
  return { exitCode: exitCodes[check.integrity], document: { file, ...check }, lines: [check.detail, ...sealed] }
}

async function checkGivenFile(file: string): Promise<EvidenceCheck> {
  try {
    return checkEvidenceFile(await readGivenFile(file))
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { integrity: 'unreadable', detail: failureText(error.failure), events: 0, sealedBy: null }
  }
}

/** Above what `openEvidence` would unpack; a file is looked at before it is read, so that no size fills the memory. */
const largestFileBytes = 80 * 1024 * 1024

async function readGivenFile(file: string): Promise<Uint8Array> {
  const found = await stat(file).catch(() => null)
  if (found?.isFile() && found.size > largestFileBytes) {
    throw AppError.of('invalid-input', 'file.too-large', { params: { file } })
  }
  try {
    if (found?.isFile()) return await readFile(file)
  } catch (error) {
    throw AppError.of('not-found', 'file.unreadable', { params: { file }, cause: error })
  }
  throw AppError.of('not-found', 'file.unreadable', { params: { file } })
}
