import { z } from 'zod'

import { pointIn } from './state/random.ts'
import { dayMs, hourMs, minuteMs, secondMs } from './time.ts'

export const longestLagMs = 7 * dayMs
const ms = z.number().int().min(0).max(longestLagMs)
const Range = z
  .tuple([ms, ms])
  .refine(([min, max]) => min <= max, 'The shortest wait must not be longer than the longest.')

/** How long the practice tenant keeps things from being seen: shortest and longest, in milliseconds of its clock. */
export const Lags = z.object({
  /** A new object answers 404 by id and as a reference. */
  readAfterCreate: Range,
  /** A new object is missing from lists that are filtered, searched, sorted or counted. */
  index: Range,
  /** Settings of the portal and of the policies take effect. */
  policy: Range,
  /** Members of a group get the licences of the group. */
  groupLicence: Range,
  /** Audit and sign-in rows become visible. */
  audit: Range,
  /** The registration report is computed anew. */
  report: Range,
})
export type Lags = z.infer<typeof Lags>
export type LagName = keyof Lags

const always = (wait: number): [number, number] => [wait, wait]

/** What each wait is, in words for people. */
export const lagTexts: Record<LagName, { label: string; what: string }> = {
  readAfterCreate: {
    label: 'A new object is found',
    what: 'Until then a new user or group answers 404 by id and as a reference.',
  },
  index: {
    label: 'A new object is in filtered lists',
    what: 'Until then it is missing from lists that are filtered, searched, sorted or counted.',
  },
  policy: { label: 'Settings take effect', what: 'What is saved in the portal or in a policy is in force after this.' },
  groupLicence: { label: 'Group licences arrive', what: 'Members of a group get the licences of the group.' },
  audit: { label: 'Audit and sign-in rows appear', what: 'Rows are written at once, and can be read after this.' },
  report: {
    label: 'Registration report is computed',
    what: 'The report is a snapshot, taken anew each time this has passed.',
  },
}
export const lagNames = Object.keys(lagTexts) as LagName[] // Object.keys forgets what the names are

/** What the documentation and other people's experience reckon with (graph-facts, 12.6 and 13). */
export const realLags: Lags = {
  readAfterCreate: [0, 10 * secondMs],
  index: [5 * secondMs, minuteMs],
  policy: [2 * minuteMs, 15 * minuteMs],
  groupLicence: [30 * secondMs, 2 * minuteMs],
  audit: [5 * minuteMs, 10 * minuteMs],
  report: always(4 * hourMs),
}

/** Long enough to be met, short enough for a rehearsal. */
export const shortenedLags: Lags = {
  readAfterCreate: always(400),
  index: always(800),
  policy: always(0),
  groupLicence: always(1500),
  audit: always(1500),
  report: always(3000),
}

export const noLags: Lags = {
  readAfterCreate: always(0),
  index: always(0),
  policy: always(0),
  groupLicence: always(0),
  audit: always(0),
  report: always(0),
}

export const lagPresets = { real: realLags, short: shortenedLags, none: noLags } as const
export type LagPreset = keyof typeof lagPresets

export const lagPresetNames = ['real', 'short', 'none'] as const satisfies readonly LagPreset[]

const isSame = (one: readonly [number, number], other: readonly [number, number]): boolean =>
  one[0] === other[0] && one[1] === other[1]

/** Which preset these are, or null. */
export const presetOf = (lags: Lags): LagPreset | null =>
  lagPresetNames.find((preset) => lagNames.every((name) => isSame(lagPresets[preset][name], lags[name]))) ?? null

/** Whether things may be seen sooner than at Microsoft. */
export const isShortened = (lags: Lags, name: LagName): boolean => lags[name][1] < realLags[name][1]
export const areShortened = (lags: Lags): boolean => lagNames.some((name) => isShortened(lags, name))

/** How long just this object, or this change, waits: always the same for the same key. */
export const waitOf = (lags: Lags, name: LagName, key: string): number => Math.round(pointIn(lags[name], key))
