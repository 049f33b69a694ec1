import type { Report } from '../../src-main/contract/report.ts'
import { buildReport } from '../../src-main/report/build-report.ts'
import { openEvidence } from '../../src-main/storage/evidence-file.ts'
import { sampleEvidence } from './sample-evidence.ts'

/** What the host answers about a sample file. */
export const reportOf = (): Report => buildReport(openEvidence(sampleEvidence()))
