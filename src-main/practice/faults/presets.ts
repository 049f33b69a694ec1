import type { FaultRule } from './fault-rule.ts'

interface FaultPreset {
  readonly label: string
  /** What a client meets, in one line. */
  readonly what: string
  readonly rules: readonly FaultRule[]
}

const notThereYet = (path: string): FaultRule => ({
  when: { method: 'GET', path, rate: 0.3 },
  then: {
    do: 'answer',
    status: 404,
    code: 'Request_ResourceNotFound',
    message: 'Resource does not exist or one of its queried reference-property objects are not present.',
  },
})

const unavailable = (status: 503 | 504, rate: number): FaultRule => ({
  when: { rate },
  then: { do: 'answer', status, ...(status === 503 ? { retryAfterSeconds: 2 } : {}) },
})

/** Bad days that come ready made, by the name `--faults` takes. */
export const faultPresets = {
  none: { label: 'None', what: 'Nothing goes wrong on purpose.', rules: [] },
  throttled: {
    label: 'Throttled',
    what: 'Every third Graph request is answered 429 with Retry-After 2.',
    rules: [{ when: { every: 3 }, then: { do: 'answer', status: 429, retryAfterSeconds: 2 } }],
  },
  unavailable: {
    label: 'Unavailable',
    what: 'About 5 % of the requests are answered 503 or 504.',
    rules: [unavailable(503, 0.025), unavailable(504, 0.025)],
  },
  'lost-answers': {
    label: 'Lost answers',
    what: 'Every fifth write is done, but the connection is cut before the answer comes.',
    rules: [{ when: { method: 'writes', every: 5 }, then: { do: 'hangUp', when: 'after' } }],
  },
  'hang-ups': {
    label: 'Hang-ups',
    what: 'Every tenth request is cut off before anything is done.',
    rules: [{ when: { every: 10 }, then: { do: 'hangUp', when: 'before' } }],
  },
  slow: {
    label: 'Slow',
    what: 'A third of the requests wait one to three seconds.',
    rules: [{ when: { rate: 1 / 3 }, then: { do: 'wait', ms: 1000, upToMs: 3000 } }],
  },
  flaky: {
    label: 'Flaky',
    what: 'A bit of everything: throttling, 503, 504, slow answers, lost answers and hang-ups.',
    rules: [
      { when: { rate: 0.06 }, then: { do: 'answer', status: 429, retryAfterSeconds: 1 } },
      unavailable(503, 0.03),
      unavailable(504, 0.02),
      { when: { method: 'writes', rate: 0.04 }, then: { do: 'hangUp', when: 'after' } },
      { when: { rate: 0.02 }, then: { do: 'hangUp', when: 'before' } },
      { when: { rate: 0.1 }, then: { do: 'wait', ms: 200, upToMs: 1500 } },
    ],
  },
  'expired-token': {
    label: 'Expired token',
    what: 'Every twentieth request is answered 401, as if the access token had run out.',
    rules: [
      {
        when: { every: 20 },
        then: {
          do: 'answer',
          status: 401,
          code: 'InvalidAuthenticationToken',
          message: 'Lifetime validation failed, the token is expired.',
        },
      },
    ],
  },
  replication: {
    label: 'Replication',
    what: 'About 30 % of the reads of one user or one group by id are answered 404, as right after a create.',
    rules: [notThereYet('users/{id}'), notThereYet('groups/{id}')],
  },
} as const satisfies Record<string, FaultPreset>

export type FaultPresetName = keyof typeof faultPresets
export const faultPresetNames = Object.keys(faultPresets) as FaultPresetName[] // Object.keys forgets what the names are

/** The rules of a preset, as settings keep them; null when there is no preset of that name. */
export function presetRules(name: string): FaultRule[] | null {
  const known = faultPresetNames.find((preset) => preset === name)
  return known === undefined ? null : structuredClone<FaultRule[]>([...faultPresets[known].rules])
}

/** Which preset these rules are, or null. */
export const presetOfRules = (rules: readonly FaultRule[]): FaultPresetName | null =>
  faultPresetNames.find((name) => JSON.stringify(faultPresets[name].rules) === JSON.stringify(rules)) ?? null
