import { dayMs, hourMs, minuteMs, secondMs } from '../time.ts'

const units = [
  { ms: dayMs, name: 'd' },
  { ms: hourMs, name: 'h' },
  { ms: minuteMs, name: 'min' },
  { ms: secondMs, name: 's' },
] as const

/** In the largest unit that fits, with one digit after the point where one is needed: `1.5 s`, `3 h`, `30 d`. */
export function durationText(ms: number): string {
  const unit = units.find((candidate) => ms >= candidate.ms)
  return unit ? `${String(Number((ms / unit.ms).toFixed(1)))} ${unit.name}` : `${String(Math.round(ms))} ms`
}

/** `0 s`, `10 s`, `2 min to 15 min`. */
export function rangeText([min, max]: readonly [number, number]): string {
  if (max === 0) return 'none'
  return min === max ? durationText(max) : `${min === 0 ? '0' : durationText(min)} to ${durationText(max)}`
}
