import { readFileSync } from 'node:fs'

import { InvalidArgumentError, Option, type Command } from 'commander'

import {
  faultPresetNames,
  lagPresetNames,
  lagPresets,
  type LagPreset,
  readFaultsOption,
  type Settings,
} from '../../practice/index.ts'
import type { PracticeWishes } from '../practice-room.ts'

export interface PracticeCommandOptions {
  readonly users?: number
  readonly seed?: string
  readonly latency?: number
  readonly quota?: 'on' | 'off'
  readonly lags?: LagPreset
  readonly faults?: Settings['faults']
  readonly clock?: number
  readonly startOver?: boolean
}

const wholeNumber =
  (least: number, most: number, what: string) =>
  (text: string): number => {
    const value = Number(text)
    if (!/^\d+$/.test(text) || value < least || value > most)
      throw new InvalidArgumentError(`${what} from ${String(least)} to ${String(most)}.`)
    return value
  }

function seedWord(text: string): string {
  if (text.trim() === '' || text.length > 100) throw new InvalidArgumentError('A word of 100 letters at most.')
  return text.trim()
}

const moment = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?$/
const tenYearsMs = 3650 * 86_400_000

/** A moment without a time zone is UTC. */
function laterMoment(text: string): number {
  const zone = moment.exec(text)?.[1]
  const at = moment.test(text) ? Date.parse(text.includes('T') && zone === undefined ? `${text}Z` : text) : NaN
  if (Number.isNaN(at)) throw new InvalidArgumentError('A moment like 2026-12-24T09:00:00Z.')
  if (at < Date.now()) throw new InvalidArgumentError("The clock never goes behind this computer's time.")
  if (at > Date.now() + tenYearsMs) throw new InvalidArgumentError('Ten years ahead at most.')
  return at
}

function textOf(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw new InvalidArgumentError('The file cannot be read.')
  }
}

function faultRules(text: string): Settings['faults'] {
  const read = readFaultsOption(text, textOf)
  if ('rules' in read) return read.rules
  throw new InvalidArgumentError(read.problem)
}

/** The options of `resetlab practice` besides its port. */
export const addPracticeOptions = (command: Command): Command =>
  command
    .option(
      '--users <n>',
      'people in a new practice tenant, its administrator included',
      wholeNumber(1, 100_000, 'A whole number'),
    )
    .option('--seed <word>', 'the same word makes the same people', seedWord)
    .option('--latency <ms>', 'wait before each Graph answer', wholeNumber(0, 60_000, 'Milliseconds'))
    .addOption(new Option('--quota <switch>', 'enforce the quotas of Microsoft Graph').choices(['on', 'off']))
    .addOption(new Option('--lags <length>', 'how long it takes until things are seen').choices([...lagPresetNames]))
    .option(
      '--faults <file>',
      `what goes wrong: a JSON file of fault rules, or one of ${faultPresetNames.join(', ')}`,
      faultRules,
    )
    .option('--clock <moment>', 'the simulated time to begin at, such as 2026-12-24T09:00:00Z', laterMoment)
    .option('--start-over', 'put every tenant that is there back to how it began')

/** What the options ask of the practice tenant; what is not given stays as it was kept. */
export function practiceWishes(options: PracticeCommandOptions): PracticeWishes {
  const { users, seed, latency, quota, lags, faults, clock, startOver } = options
  return {
    settings: {
      ...(latency === undefined ? {} : { latencyMs: latency }),
      ...(quota === undefined ? {} : { quota: quota === 'on' }),
      ...(faults === undefined ? {} : { faults }),
    },
    ...(lags === undefined ? {} : { lags: lagPresets[lags] }),
    ...(users === undefined ? {} : { users }),
    ...(seed === undefined ? {} : { seed }),
    ...(clock === undefined ? {} : { startAt: clock }),
    ...(startOver === undefined ? {} : { startOver }),
  }
}
