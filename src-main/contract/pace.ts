import { z } from 'zod'

/**
 * How fast rows are carried out, over the last minute, and how long the rest takes at that rate. `isHeld`: the write quota is
 * used up, and the rest goes at its rate.
 */
export const Pace = z.object({ rowsPerMinute: z.int(), secondsLeft: z.int(), isHeld: z.boolean().optional() })
export type Pace = z.infer<typeof Pace>

/** What is left, as a person would say it: `about 2 minutes`. Never more exact than it can be known. */
export function timeLeft({ secondsLeft }: Pace): string {
  if (secondsLeft < 20) return 'a few seconds'
  if (secondsLeft < 50) return 'less than a minute'
  const minutes = Math.max(1, Math.round(secondsLeft / 60))
  if (minutes === 1) return 'about a minute'
  if (minutes < 100) return `about ${minutes} minutes`
  return `about ${Math.round(minutes / 60)} hours`
}

/** Rate and time left in a line: `120 rows a minute, about 2 minutes left`. */
export function paceSentence(pace: Pace): string {
  if (pace.isHeld === true) return `waiting until the service takes more, ${timeLeft(pace)} left`
  return `${pace.rowsPerMinute === 1 ? '1 row' : `${pace.rowsPerMinute} rows`} a minute, ${timeLeft(pace)} left`
}
