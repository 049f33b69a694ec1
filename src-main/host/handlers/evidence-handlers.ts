import type { EvidenceSource } from '../../contract/evidence.ts'
import { AppError } from '../../domain/app-error.ts'
import { buildReport } from '../../report/build-report.ts'
import { mediaTypes, type PrintPdf, renderReport } from '../../report/render-report.ts'
import type { Asked } from '../../storage/evidence-check.ts'
import { checkEvidenceFile, openEvidence } from '../../storage/evidence-file.ts'
import { ownInstallation } from '../../storage/seal.ts'
import type { Handlers } from '../serve-calls.ts'
import type { Desk } from './desk.ts'

type EvidenceHandlers = Pick<
  Handlers,
  'evidence.list' | 'evidence.open' | 'evidence.report' | 'evidence.picture' | 'evidence.file' | 'evidence.check'
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
  const fileOf = (source: EvidenceSource): Promise<{ fileName: string; bytes: Uint8Array }> =>
    'evidenceId' in source
      ? evidence.read(source.evidenceId)
      : Promise.resolve({ fileName: source.fileName, bytes: fromBase64(source.base64) })
  return {
    'evidence.list': () => evidence.list(),
    'evidence.open': async (source) => {
      const { bytes } = await fileOf(source)
      return buildReport(openEvidence(bytes, await compared()))
    },
    'evidence.report': async ({ format, ...source }) => {
      const { fileName, bytes } = await fileOf(source)
      const report = await renderReport(openEvidence(bytes), format, printPdf)
      return {
        fileName: fileName.replace(/\.resetlab$/, `.${format}`),
        mediaType: mediaTypes[format],
        base64: toBase64(report),
      }
    },
    'evidence.picture': async ({ sha256, ...source }) => {
      const picture = openEvidence((await fileOf(source)).bytes).attachments.get(sha256)
      if (!picture) throw AppError.of('not-found', 'picture.missing')
      return { base64: toBase64(picture) }
    },
    'evidence.file': async ({ evidenceId }) => {
      const { fileName, bytes } = await evidence.read(evidenceId)
      return { fileName, base64: toBase64(bytes) }
    },
    'evidence.check': async ({ base64, classCode = '' }) =>
      checkEvidenceFile(fromBase64(base64), { ...(await compared()), classCode }),
  }
}
