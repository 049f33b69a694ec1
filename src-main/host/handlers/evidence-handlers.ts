import { buildReport } from '../../report/build-report.ts'
import { mediaTypes, type PrintPdf, renderReport } from '../../report/render-report.ts'
import type { Asked } from '../../storage/evidence-check.ts'
import { checkEvidenceFile, openEvidence } from '../../storage/evidence-file.ts'
import { ownInstallation } from '../../storage/seal.ts'
import type { Handlers } from '../serve-calls.ts'
import type { Desk } from './desk.ts'

type EvidenceHandlers = Pick<
  Handlers,
  'evidence.list' | 'evidence.open' | 'evidence.openFile' | 'evidence.report' | 'evidence.file' | 'evidence.check'
>

const fromBase64 = (base64: string): Uint8Array => Buffer.from(base64, 'base64')
const toBase64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')

/** Evidence files: list, open, report, hand out, check. `printPdf`: what this host prints with; null for the library. */
export function evidenceHandlers(desk: Desk, printPdf: PrintPdf | null = null): EvidenceHandlers {
  const { evidence } = desk.workspace
  const compared = async (): Promise<Asked> => {
    const installation = await ownInstallation(desk.workspace.home)
    return installation === null ? {} : { installation }
  }
  return {
    'evidence.list': () => evidence.list(),
    'evidence.open': async ({ evidenceId }) => {
      const { bytes } = await evidence.read(evidenceId)
      return buildReport(openEvidence(bytes, await compared()))
    },
    'evidence.openFile': async ({ base64 }) => buildReport(openEvidence(fromBase64(base64), await compared())),
    'evidence.report': async ({ evidenceId, format }) => {
      const { fileName, bytes } = await evidence.read(evidenceId)
      const report = await renderReport(openEvidence(bytes), format, printPdf)
      return {
        fileName: fileName.replace(/\.resetlab$/, `.${format}`),
        mediaType: mediaTypes[format],
        base64: toBase64(report),
      }
    },
    'evidence.file': async ({ evidenceId }) => {
      const { fileName, bytes } = await evidence.read(evidenceId)
      return { fileName, base64: toBase64(bytes) }
    },
    'evidence.check': async ({ base64, classCode = '' }) =>
      checkEvidenceFile(fromBase64(base64), { ...(await compared()), classCode }),
  }
}
