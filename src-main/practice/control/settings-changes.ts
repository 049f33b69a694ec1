import { z } from 'zod'

import { type FaultRule, FaultRules } from '../faults/fault-rule.ts'
import { faultPresetNames, presetRules } from '../faults/presets.ts'
import { faultProblem } from '../faults/read-faults.ts'
import { lagNames, type LagPreset, lagPresetNames, lagPresets, Lags } from '../lags.ts'
import { Settings } from '../settings.ts'
import { switchNames, switchRules, Switches } from '../switches.ts'
import { invalid, readAs } from './control-error.ts'

/** Names are looked at first; what stands under them is read one by one, so that a message knows its field. */
const Change = z.strictObject({
  lags: z.unknown().optional(),
  latencyMs: z.unknown().optional(),
  quota: z.unknown().optional(),
  codes: z.unknown().optional(),
  faults: z.unknown().optional(),
  switches: z.unknown().optional(),
})

const Latency = z
  .int({ error: 'A whole number of milliseconds, please.' })
  .min(0, { error: 'A wait cannot be shorter than nothing.' })
  .max(60_000, { error: 'A minute (60000 ms) at most.' })

/** Rules as an array, or the name of a preset. Throws 400 that names the rule and the field. */
export function readFaultRules(value: unknown): FaultRule[] {
  if (typeof value === 'string') {
    const rules = presetRules(value)
    if (rules) return rules
    throw invalid(`There is no such preset. There are: ${faultPresetNames.join(', ')}.`, 'faults')
  }
  const read = FaultRules.safeParse(value)
  if (read.success) return read.data
  const path = read.error.issues[0]?.path ?? []
  throw invalid(faultProblem(read.error), ['faults', ...path.map(String)].join('.'))
}

function readLags(value: unknown, now: Lags): Lags {
  if (typeof value === 'string') {
    const preset = lagPresetNames.find((name): name is LagPreset => name === value)
    if (preset) return structuredClone(lagPresets[preset])
    throw invalid(`There is no such preset. There are: ${lagPresetNames.join(', ')}.`, 'lags')
  }
  const changed = readAs(Lags.partial().strict(), value, 'lags')
  const lags = { ...now }
  for (const name of lagNames) lags[name] = changed[name] ?? now[name]
  return lags
}

function readSwitches(value: unknown, now: Switches): Switches {
  const given = readAs(z.record(z.string(), z.unknown()), value, 'switches')
  for (const [name, choice] of Object.entries(given)) {
    const known = switchNames.find((candidate) => candidate === name)
    if (known === undefined) throw invalid(`There is no switch called '${name.slice(0, 60)}'.`, `switches.${name}`)
    const choices: readonly string[] = switchRules[known].choices
    if (typeof choice !== 'string' || !choices.includes(choice)) {
      throw invalid(`One of: ${choices.join(', ')}.`, `switches.${name}`)
    }
  }
  return readAs(Switches, { ...now, ...given }, 'switches')
}

/**
 * What a PATCH of the settings changes: every name may be left out. `lags` is a preset (`real`, `short`, `none`) or some
 * of the waits as `[shortest, longest]` in milliseconds; `faults` a preset or all rules; `switches` some of them.
 * The clock has a call of its own. Throws 400 that names the field.
 */
export function readSettingsChange(value: unknown, now: Settings): Partial<Settings> {
  const { lags, latencyMs, quota, codes, faults, switches } = readAs(Change, value)
  const { shape } = Settings
  return {
    ...(lags === undefined ? {} : { lags: readLags(lags, now.lags) }),
    ...(latencyMs === undefined ? {} : { latencyMs: readAs(Latency, latencyMs, 'latencyMs') }),
    ...(quota === undefined ? {} : { quota: readAs(shape.quota, quota, 'quota') }),
    ...(codes === undefined ? {} : { codes: readAs(shape.codes, codes, 'codes') }),
    ...(faults === undefined ? {} : { faults: readFaultRules(faults) }),
    ...(switches === undefined ? {} : { switches: readSwitches(switches, now.switches) }),
  }
}
