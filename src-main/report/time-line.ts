import type { Lane, Report, TrailLine } from '../contract/report.ts'
import { html, type Html } from './html.ts'

const lanes = { person: 40, graph: 84, audit: 128 } as const satisfies Record<Lane, number>
export const laneNames: Record<Lane, string> = { person: 'People', graph: 'Graph', audit: 'Audit log' }
const left = 110
const right = 960

/** Three lanes over the time of the recording: what people did, what Graph answered, what the log showed. */
export function timeLine({ trail }: Report): Html {
  const times = trail.map((line) => Date.parse(line.at))
  const [first, last] = [Math.min(...times), Math.max(...times)]
  const span = Math.max(1, last - first)
  const x = (at: string): number => Math.round(left + ((Date.parse(at) - first) / span) * (right - left))
  const count = (lane: Lane): string => String(trail.filter((line) => line.lane === lane).length)
  const alternative = `${count('person')} lines of people, ${count('graph')} of Graph and ${count('audit')} of the audit log, between ${clock(first)} and ${clock(last)} UTC.`
  return html`<svg viewBox="0 0 980 172" role="img" aria-label="${alternative}">
    ${Object.entries(lanes).map(
      ([lane, y]) =>
        html`<text x="0" y="${y + 4}">${laneNames[lane as Lane]}</text
          ><line x1="${left}" x2="${right}" y1="${y}" y2="${y}"></line>`,
    )}
    ${trail.map(
      (line) =>
        html`<circle class="dot-${dotLook(line)}" cx="${x(line.at)}" cy="${lanes[line.lane]}" r="5">
          <title>${clock(Date.parse(line.at))} ${line.what}</title>
        </circle>`,
    )}
    <text x="${left}" y="164">${clock(first)}</text>
    <text x="${right}" y="164" text-anchor="end">${clock(last)}</text>
  </svg>`
}

const dotLook = ({ lane, verdict }: TrailLine): string => (verdict === 'proven' ? 'proof' : lane)

/** Hours, minutes and seconds, UTC. */
const clock = (at: number): string => new Date(at).toISOString().slice(11, 19)
