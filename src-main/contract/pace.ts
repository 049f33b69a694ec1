import { z } from 'zod'

/**
 * How fast rows are carried out, over the last minute, and how long the rest takes at that rate. `isHeld`: the write quota is
 * used up, and the rest goes at its rate.
 */
export const Pace = z.object({ rowsPerMinute: z.int(), secondsLeft: z.int(), isHeld: z.boolean().optional() })
export type Pace = z.infer<typeof Pace>

/** `count` is that of the minutes or hours; 1 for the others. */
interface RoughTime {
  readonly unit: 'seconds' | 'underMinute' | 'minute' | 'minutes' | 'hours'
  readonly count: number
}

/** What is left, never more exact than it can be known. */
export function roughTimeLeft({ secondsLeft }: Pick<Pace, 'secondsLeft'>): RoughTime {
  if (secondsLeft < 20) return { unit: 'seconds', count: 1 }
  if (secondsLeft < 50) return { unit: 'underMinute', count: 1 }
  const minutes = Math.max(1, Math.round(secondsLeft / 60))
  if (minutes === 1) return { unit: 'minute', count: 1 }
  return minutes < 100 ? { unit: 'minutes', count: minutes } : { unit: 'hours', count: Math.round(minutes / 60) }
}

/** The same as a person would say it: `about 2 minutes`. */
export function timeLeft(pace: Pace): string {
  const { unit, count } = roughTimeLeft(pace)
  switch (unit) {
    case 'seconds':
      return 'a few seconds'
    case 'underMinute':
      return 'less than a minute'
    case 'minute':
      return 'about a minute'
    case 'minutes':
    case 'hours':
      return `about ${count} ${unit}`
  }
}

/** Rate and time left in a line: `120 rows a minute, about 2 minutes left`. */
export function paceSentence(pace: Pace): string {
  if (pace.isHeld === true) return `waiting until the service takes more, ${timeLeft(pace)} left`
  return `${pace.rowsPerMinute === 1 ? '1 row' : `${pace.rowsPerMinute} rows`} a minute, ${timeLeft(pace)} left`
}
