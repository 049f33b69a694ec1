import type { Lab } from '../../src-main/contract/lab.ts'
import type { Recording, RecordingId } from '../../src-main/contract/recording.ts'
import { buildChecklist } from '../../src-main/domain/checklist/build-checklist.ts'
import { sampleLab, sampleLinks } from './sample-lab.ts'

const uuid = (digit: number) => `${String(digit).repeat(8)}-1111-4111-8111-111111111111`

/** A recording that has only just begun, on a practice tenant. */
export function sampleRecording(lab: Lab = sampleLab()): Recording {
  return {
    recordingId: uuid(1) as RecordingId,
    labId: 'sample',
    labTitle: 'Sample',
    tenantId: uuid(2),
    tenantName: 'Lab',
    domain: 'lab.onmicrosoft.com',
    targetKind: 'practice',
    testUser: 'balas@lab.onmicrosoft.com',
    controlUser: 'grady@lab.onmicrosoft.com',
    operator: 'admin@lab.onmicrosoft.com',
    subjects: { testUserId: uuid(3), controlUserId: uuid(4), groupId: null, register: ['email'], methodsRequired: 1 },
    startedAt: '2026-11-21T09:00:00.000Z',
    finishedAt: null,
    currentStep: 'operator-checks',
    steps: buildChecklist({
      lab,
      domain: 'lab.onmicrosoft.com',
      links: sampleLinks,
      operator: 'admin@lab.onmicrosoft.com',
    }),
    events: 0,
    watching: false,
  }
}
