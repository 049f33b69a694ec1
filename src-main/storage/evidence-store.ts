import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

import type { EvidenceSummary } from '../contract/recording.ts'
import { AppError } from '../domain/app-error.ts'
import { allClaims, countVerdict } from '../domain/recording.ts'
import { replaceFile } from './atomic-file.ts'
import { openEvidence, type OpenedEvidence } from './evidence-file.ts'
import { safeId } from './run-store.ts'

export interface EvidenceStore {
  save(evidenceId: string, bytes: Uint8Array): Promise<EvidenceSummary>
  read(evidenceId: string): Promise<{ fileName: string; bytes: Uint8Array }>
  /** Newest first. A file that cannot be read is listed as such, never hidden. */
  list(): Promise<EvidenceSummary[]>
}

/** Evidence files under `<home>/evidence/<lab>-<test user>-<id>.resetlab`. */
export function createEvidenceStore(home: string): EvidenceStore {
  const folder = join(home, 'evidence')

  async function fileNames(): Promise<string[]> {
    const found = await readdir(folder).catch((error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
      throw error
    })
    return found.filter((name) => /[0-9a-f-]{36}\.resetlab$/i.test(name))
  }

  return {
    async save(evidenceId, bytes) {
      const opened = openEvidence(bytes)
      const fileName = `${nameOf(opened)}-${safeId(evidenceId)}.resetlab`
      await replaceFile(join(folder, fileName), bytes)
      return summaryOf(evidenceId, fileName, opened)
    },
    async read(evidenceId) {
      const fileName = (await fileNames()).find((name) => name.endsWith(`${safeId(evidenceId)}.resetlab`))
      if (fileName === undefined) throw AppError.of('not-found', 'evidence.missing', { params: { id: evidenceId } })
      return { fileName, bytes: await readFile(join(folder, fileName)) }
    },
    async list() {
      const summaries = await Promise.all(
        (await fileNames()).map(async (name) => readSummary(name, await readFile(join(folder, name)))),
      )
      return summaries.sort((left, right) => right.startedAt.localeCompare(left.startedAt))
    },
  }
}

function nameOf({ recording }: OpenedEvidence): string {
  const user = recording.testUser.split('@')[0] ?? ''
  return `${recording.labId}-${user}`.replace(/[^A-Za-z0-9-]+/g, '-').slice(0, 80)
}

function readSummary(fileName: string, bytes: Uint8Array): EvidenceSummary {
  const evidenceId = fileName.slice(-'.resetlab'.length - 36, -'.resetlab'.length)
  try {
    return summaryOf(evidenceId, fileName, openEvidence(bytes))
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return {
      evidenceId,
      fileName,
      labTitle: '',
      domain: '',
      targetKind: 'practice',
      testUser: '',
      startedAt: new Date(0).toISOString(),
      finishedAt: null,
      proven: 0,
      claims: 0,
      integrity: error.failure.code === 'evidence.altered' ? 'altered' : 'unreadable',
    }
  }
}

export function summaryOf(evidenceId: string, fileName: string, opened: OpenedEvidence): EvidenceSummary {
  const { recording, check } = opened
  return {
    evidenceId,
    fileName,
    labTitle: recording.labTitle,
    domain: recording.domain,
    targetKind: recording.targetKind,
    testUser: recording.testUser,
    startedAt: recording.startedAt,
    finishedAt: recording.finishedAt,
    proven: countVerdict(recording, 'proven'),
    claims: allClaims(recording).length,
    integrity: check.integrity,
  }
}
