import type { Verdict } from '../contract/recording.ts'

/** What an answer means for a claim, and the words that go with it. */
export interface Judgement {
  readonly verdict: Extract<Verdict, 'proven' | 'not-yet-seen' | 'contradicted'>
  readonly detail: string
  /** When the source itself was computed, if it says so. */
  readonly sourceAsOf?: string | null
  /** When what decides happened, if a row of a log tells it. */
  readonly happenedAt?: string
}

export const proven = (detail: string, sourceAsOf: string | null = null): Judgement => ({
  verdict: 'proven',
  detail,
  sourceAsOf,
})
export const notYet = (detail: string, sourceAsOf: string | null = null): Judgement => ({
  verdict: 'not-yet-seen',
  detail,
  sourceAsOf,
})
export const contradicted = (detail: string, sourceAsOf: string | null = null): Judgement => ({
  verdict: 'contradicted',
  detail,
  sourceAsOf,
})

/** A judgement that one row of a log decides. `at`: the time of the row, with as many digits as the service likes. */
export const decidedBy = ({ at }: { readonly at: string }, judgement: Judgement): Judgement => ({
  ...judgement,
  happenedAt: new Date(at).toISOString(),
})

/** Strings of the logs vary in case and in trailing blanks (graph-facts §8.5), so both are evened out. */
export const same = (left: string, right: string): boolean => left.trim().toLowerCase() === right.trim().toLowerCase()

/** A time as people read it, to the second. */
export const when = (iso: string): string => `${iso.slice(0, 19).replace('T', ' ')} UTC`
