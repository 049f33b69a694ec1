import { renderHtmlReport } from '../../report/html-report.ts'
import { checkEvidenceFile, openEvidence } from '../../storage/evidence-file.ts'
import type { Handlers } from '../serve-calls.ts'
import type { Desk } from './desk.ts'

type EvidenceHandlers = Pick<Handlers, 'evidence.list' | 'evidence.report' | 'evidence.file' | 'evidence.check'>

/** Evidence files: list, report, hand out, check. */
export function evidenceHandlers(desk: Desk): EvidenceHandlers {
  const { evidence } = desk.workspace
  return {
    'evidence.list': () => evidence.list(),
    'evidence.report': async ({ evidenceId }) => {
      const { fileName, bytes } = await evidence.read(evidenceId)
      return { fileName: fileName.replace(/\.resetlab$/, '.html'), text: renderHtmlReport(openEvidence(bytes)) }
    },
    'evidence.file': async ({ evidenceId }) => {
      const { fileName, bytes } = await evidence.read(evidenceId)
      return { fileName, base64: Buffer.from(bytes).toString('base64') }
    },
    'evidence.check': ({ base64 }) => Promise.resolve(checkEvidenceFile(Buffer.from(base64, 'base64'))),
  }
}
