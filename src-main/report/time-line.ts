import type { RecordingEvent } from '../contract/evidence.ts'
import type { Recording } from '../contract/recording.ts'
import { html, type Html } from './html.ts'

interface Dot {
  readonly lane: 'person' | 'graph' | 'proof'
  readonly at: number
  readonly label: string
}

const lanes = { person: 40, graph: 84, proof: 128 } as const
const laneNames = { person: 'Steps begun', graph: 'Graph looks', proof: 'Proven' } as const
const left = 110
const right = 960

/** Three lanes over the time of the recording: steps begun, news from Graph, claims proven. With its text alternative. */
export function timeLine(recording: Recording, events: readonly RecordingEvent[]): Html {
  const dots = events.flatMap((event) => dotsOf(event, recording))
  const times = events.map((event) => Date.parse(event.at))
  const [first, last] = [Math.min(...times), Math.max(...times)]
  const span = Math.max(1, last - first)
  const x = (at: number): number => Math.round(left + ((at - first) / span) * (right - left))
  const count = (lane: Dot['lane']): number => dots.filter((dot) => dot.lane === lane).length
  const alternative = `${String(count('person'))} steps begun, ${String(count('graph'))} news from Graph and ${String(
    count('proof'),
  )} claims proven, between ${clock(first)} and ${clock(last)} UTC.`
  return html`<svg viewBox="0 0 980 172" role="img" aria-label="${alternative}">
    ${Object.entries(lanes).map(
      ([lane, y]) =>
        html`<text x="0" y="${y + 4}">${laneNames[lane as Dot['lane']]}</text
          ><line x1="${left}" x2="${right}" y1="${y}" y2="${y}"></line>`,
    )}
    ${dots.map(
      (dot) =>
        html`<circle class="dot-${dot.lane}" cx="${x(dot.at)}" cy="${lanes[dot.lane]}" r="5">
          <title>${clock(dot.at)} ${dot.label}</title>
        </circle>`,
    )}
    <text x="${left}" y="164">${clock(first)}</text>
    <text x="${right}" y="164" text-anchor="end">${clock(last)}</text>
  </svg>`
}

function dotsOf(event: RecordingEvent, recording: Recording): Dot[] {
  const at = Date.parse(event.at)
  if (event.kind === 'step-begun') {
    const step = recording.steps.find((candidate) => candidate.stepId === event.body.stepId)
    return [{ lane: 'person', at, label: step?.title ?? event.body.stepId }]
  }
  if (event.kind !== 'witness') return []
  const { report } = event.body
  const look: Dot = { lane: 'graph', at, label: `${report.witness}: ${report.detail}` }
  return report.verdict === 'proven' ? [look, { lane: 'proof', at, label: event.body.claimId }] : [look]
}

/** Hours, minutes and seconds, UTC. */
export const clock = (at: number): string => new Date(at).toISOString().slice(11, 19)
