import type { RecordingEvent } from '../contract/evidence.ts'
import type { Recording } from '../contract/recording.ts'
import type { Lane, TrailLine } from '../contract/report.ts'
import { heardWords } from './verdict-words.ts'

/** One event as a line to be read, on the lane of whoever speaks. */
export function trailLine(event: RecordingEvent, recording: Recording): TrailLine {
  const { seq, at, hash } = event
  const nothing = { stepId: null, claimId: null, verdict: null, source: null, requestId: null, happenedAt: null }
  const line = { seq, at, hash, ...nothing }
  const lane: Lane = 'person'
  switch (event.kind) {
    case 'started':
      return { ...line, lane, what: 'Recording begun' }
    case 'finished':
      return { ...line, lane, what: 'Recording finished' }
    case 'abandoned':
      return { ...line, lane, what: 'Recording abandoned' }
    case 'witness': {
      const { report, stepId, claimId } = event.body
      const { verdict, requestId, witness: source, happenedAt = null } = report
      const what = heardWords[verdict](claimOf(recording, claimId), report.detail)
      return { ...line, lane: laneOf(source), happenedAt, stepId, claimId, verdict, source, requestId, what }
    }
    case 'attested': {
      const { stepId, claimId, text } = event.body
      const what = `${claimOf(recording, claimId)}: attested by a person. ${text}`
      return { ...line, lane, stepId, claimId, verdict: 'attested', what }
    }
    default: {
      const { stepId } = event.body
      return { ...line, lane, stepId, what: personWords(event, titleOf(recording, stepId)) }
    }
  }
}

type StepEvent = Extract<
  RecordingEvent,
  { kind: 'step-begun' | 'step-skipped' | 'step-repeated' | 'note' | 'attachment' }
>

function personWords(event: StepEvent, title: string): string {
  switch (event.kind) {
    case 'step-begun':
      return `Step begun: ${title}`
    case 'step-skipped':
      return `Step skipped: ${title}. ${event.body.reason}`
    case 'step-repeated':
      return `Step begun anew: ${title}`
    case 'note':
      return `Note on ${title}: ${event.body.text}`
    case 'attachment':
      return `Attached to ${title}: ${event.body.name}`
  }
}

/** Logs are written by the service when something happens; everything else is what Graph answers at the moment. */
const laneOf = (source: string): Lane => (/auditLogs\/|userEventsSummary/.test(source) ? 'audit' : 'graph')

const titleOf = (recording: Recording, stepId: string): string =>
  recording.steps.find((step) => step.stepId === stepId)?.title ?? stepId

const claimOf = (recording: Recording, claimId: string): string =>
  recording.steps.flatMap((step) => step.claims).find((claim) => claim.claimId === claimId)?.claim ?? claimId
