import { z } from 'zod'

export const mostUsers = 100_000

/** People of a tenant, its administrator included. */
export const UserCount = z
  .int({ error: `A whole number of people, from 1 to ${String(mostUsers)}.` })
  .min(1, { error: 'There is at least one person, the administrator.' })
  .max(mostUsers, { error: `There are ${String(mostUsers)} people at most.` })

/** The same word makes the same people. */
export const SeedWord = z
  .string({ error: 'A word, please.' })
  .trim()
  .min(1, { error: 'A word, please.' })
  .max(100, { error: 'A hundred letters at most.' })
