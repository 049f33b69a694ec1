import { type Lane, type Report, timePoints, type TrailLine } from '../contract/report.ts'
import { html, type Html } from './html.ts'

const lanes = { person: 40, graph: 84, audit: 128 } as const satisfies Record<Lane, number>
export const laneNames: Record<Lane, string> = { person: 'People', graph: 'Graph', audit: 'Audit log' }
const left = 110
const right = 960

/** Three lanes over the time of the recording: what people did, when Graph was asked, what the logs showed and when. */
export function timeLine({ trail }: Report): Html {
  const points = timePoints(trail)
  const [first, last] = timeSpan(trail)
  const span = Math.max(1, last - first)
  const x = (at: string): number => Math.round(left + ((Date.parse(at) - first) / span) * (right - left))
  return html`<svg viewBox="0 0 980 172" role="img" aria-label="${timeLineWords(trail)}">
    ${Object.entries(lanes).map(
      ([lane, y]) =>
        html`<text x="0" y="${y + 4}">${laneNames[lane as Lane]}</text
          ><line x1="${left}" x2="${right}" y1="${y}" y2="${y}"></line>`,
    )}
    ${points.map(
      ({ lane, at, line }) =>
        html`<circle class="dot-${dotLook(lane, line)}" cx="${x(at)}" cy="${lanes[lane]}" r="5">
          <title>${clock(Date.parse(at))} ${line.what}</title>
        </circle>`,
    )}
    <text x="${left}" y="164">${clock(first)}</text>
    <text x="${right}" y="164" text-anchor="end">${clock(last)}</text>
  </svg>`
}

/** Milliseconds since 1970 of the first and the last point. */
export function timeSpan(trail: readonly TrailLine[]): [number, number] {
  const times = timePoints(trail).map(({ at }) => Date.parse(at))
  return [Math.min(...times), Math.max(...times)]
}

/** What the drawing shows, for who does not see it. */
export function timeLineWords(trail: readonly TrailLine[]): string {
  const points = timePoints(trail)
  const [first, last] = timeSpan(trail)
  const count = (lane: Lane): string => String(points.filter((point) => point.lane === lane).length)
  return `${count('person')} points of people, ${count('graph')} of Graph and ${count('audit')} of the logs, between ${clock(first)} and ${clock(last)} UTC.`
}

export const dotLook = (lane: Lane, { verdict }: TrailLine): 'proof' | 'against' | Lane => {
  if (verdict === 'contradicted') return 'against'
  return verdict === 'proven' ? 'proof' : lane
}

/** Hours, minutes and seconds, UTC. */
export const clock = (at: number): string => new Date(at).toISOString().slice(11, 19)
