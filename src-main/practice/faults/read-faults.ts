import type { z } from 'zod'

import { type FaultRule, FaultRules, mostFaults } from './fault-rule.ts'
import { faultPresetNames, presetRules } from './presets.ts'

export type ReadFaults = { rules: FaultRule[] } | { problem: string }

/** Where in the rules something is wrong: `rule 2, then.status: …`. Rules are counted from 1, as people do. */
export function faultProblem({ issues: [issue] }: z.ZodError): string {
  const [at, ...field] = issue?.path ?? []
  const message = issue?.message ?? 'It cannot be read.'
  if (typeof at !== 'number') {
    return issue?.code === 'too_big'
      ? `There may be ${String(mostFaults)} rules at most.`
      : 'Fault rules are a JSON array of { "when": …, "then": … }.'
  }
  const place = field.length === 0 ? '' : `, ${field.map(String).join('.')}`
  return `Rule ${String(at + 1)}${place}: ${message}`
}

/** The rules in the text of a faults file: a JSON array. */
export function readFaultsText(text: string): ReadFaults {
  try {
    const read = FaultRules.safeParse(JSON.parse(text))
    return read.success ? { rules: read.data } : { problem: faultProblem(read.error) }
  } catch (error) {
    if (error instanceof SyntaxError) return { problem: 'It is not JSON.' }
    throw error
  }
}

/** What `--faults` means: the name of a preset, else of a file, which `readText` reads (null: there is none). */
export function readFaultsOption(value: string, readText: (file: string) => string | null): ReadFaults {
  const rules = presetRules(value)
  if (rules) return { rules }
  const text = readText(value)
  if (text !== null) return readFaultsText(text)
  return { problem: `There is neither such a file nor such a preset. Presets: ${faultPresetNames.join(', ')}.` }
}
