import { FaultRule, mostFaults } from '../faults/fault-rule.ts'
import { lagNames, longestLagMs } from '../lags.ts'
import { switchNames } from '../switches.ts'
import { ClockMove, moveClock } from './clock.ts'
import { ControlError, invalid, readAs } from './control-error.ts'
import { type ControlForm, flagOf, type FormCall, given, numberOf, textOf } from './form-call.ts'
import { readSettingsChange } from './settings-changes.ts'
import { startOver, StartOver } from './start-over.ts'
import { tenantForms } from './tenant-forms.ts'

const change = async ({ parts: { world } }: FormCall, value: unknown): Promise<void> => {
  await world.change(readSettingsChange(value, world.settings))
}

const clockForms: Record<string, ControlForm> = {
  'clock-jump': {
    section: 'clock',
    run: ({ parts, typed }) => moveClock(parts.world, readAs(ClockMove, { advanceMs: Number(typed('advanceMs')) })),
  },
  'clock-at': {
    section: 'clock',
    run: async ({ parts, typed }) => {
      const at = typed('at')
      // The picker knows no time zone, and leaves the seconds out: the page says that it is UTC.
      const [, day, time, seconds = ':00'] = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(:\d\d)?$/.exec(at) ?? []
      const moment = day === undefined || time === undefined ? at : `${day}T${time}${seconds}Z`
      await moveClock(parts.world, readAs(ClockMove, { at: moment }))
    },
  },
  'clock-machine': { section: 'clock', run: ({ parts }) => moveClock(parts.world, { to: 'machine' }) },
}

const msOf = (seconds: string): number => Math.round((numberOf(seconds) ?? 0) * 1000)

/** Waits are typed in seconds; a message belongs to the wait, not to one of its two numbers. */
function typedLags(typed: (name: string) => string): Record<string, unknown> {
  const lags: Record<string, unknown> = {}
  for (const name of lagNames) {
    const range = [msOf(typed(`${name}.min`)), msOf(typed(`${name}.max`))]
    if (range.some((ms) => !Number.isFinite(ms) || ms < 0 || ms > longestLagMs)) {
      throw invalid('Seconds, from 0 to 604800 (a week).', name)
    }
    lags[name] = range
  }
  return lags
}

const requestForms: Record<string, ControlForm> = {
  'waits-preset': { section: 'waits', run: (call) => change(call, { lags: call.typed('preset') }) },
  waits: { section: 'waits', run: (call) => change(call, { lags: typedLags(call.typed) }) },
  requests: {
    section: 'requests',
    run: (call) =>
      change(call, {
        quota: flagOf(call.typed('quota')),
        latencyMs: numberOf(call.typed('latencyMs')) ?? 0,
        codes: call.typed('codes'),
      }),
  },
  switches: {
    section: 'switches',
    run: (call) => change(call, { switches: Object.fromEntries(switchNames.map((name) => [name, call.typed(name)])) }),
  },
}

function typedRule(typed: (name: string) => string): FaultRule {
  const percent = numberOf(typed('rate'))
  if (percent !== undefined && !(percent >= 0 && percent <= 100)) throw invalid('A chance from 0 to 100 %.', 'rate')
  const when = given({
    method: textOf(typed('method')),
    path: textOf(typed('path')),
    rate: percent === undefined ? undefined : percent / 100,
    every: numberOf(typed('every')),
    nth: numberOf(typed('nth')),
    times: numberOf(typed('times')),
  })
  const kind = typed('do')
  const answer = given({
    do: 'answer',
    status: numberOf(typed('status')) ?? NaN,
    code: textOf(typed('code')),
    retryAfterSeconds: numberOf(typed('retryAfterSeconds')),
  })
  const wait = given({ do: 'wait', ms: numberOf(typed('ms')) ?? NaN, upToMs: numberOf(typed('upToMs')) })
  const hangUp = { do: 'hangUp', when: kind === 'hangUpAfter' ? 'after' : 'before' }
  const then = kind === 'answer' ? answer : kind === 'wait' ? wait : hangUp
  return readAs(FaultRule, { when, then })
}

const faultForms: Record<string, ControlForm> = {
  'faults-preset': { section: 'faults', run: (call) => change(call, { faults: call.typed('preset') }) },
  'fault-add': {
    section: 'faults',
    run: async ({ parts: { world }, typed }) => {
      const rule = typedRule(typed)
      const { faults } = world.settings
      if (faults.length >= mostFaults)
        throw new ControlError(409, 'too-many-faults', `There are ${String(mostFaults)} rules at most.`)
      await world.change({ faults: [...faults, rule] })
    },
  },
  'fault-remove': {
    section: 'faults',
    run: async ({ parts: { world }, typed }) => {
      await world.change({ faults: world.settings.faults.filter((_rule, at) => String(at) !== typed('at')) })
    },
  },
  'faults-clear': { section: 'faults', run: ({ parts }) => parts.world.change({ faults: [] }) },
}

async function carryOut({ parts }: FormCall, value: unknown): Promise<void> {
  await startOver(parts.world, readAs(StartOver, value))
  parts.mints.forget()
}

const startOverForms: Record<string, ControlForm> = {
  'start-over': {
    section: 'start-over',
    run: async (call) => {
      const { typed, practice } = call
      if (!flagOf(typed('sure'))) throw invalid('Tick this first.', 'sure')
      const size = typed('size')
      const users = size === 'number' ? (numberOf(typed('users')) ?? NaN) : numberOf(size)
      const tenant = practice.store.state.tenant.domain
      await carryOut(call, given({ tenant, users, seed: textOf(typed('seed')) }))
    },
  },
  'start-all-over': { section: 'start-over', run: (call) => carryOut(call, { all: true, clock: 'machine' }) },
}

export const controlForms: ReadonlyMap<string, ControlForm> = new Map(
  Object.entries({ ...clockForms, ...requestForms, ...faultForms, ...startOverForms, ...tenantForms }),
)

/** The field of the form a refusal is about. */
export function fieldOf({ fields = {} }: ControlForm, { field }: ControlError): string | null {
  if (field === null) return null
  return fields[field] ?? field.split('.').at(-1) ?? null
}
