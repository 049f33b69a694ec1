import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { Command, CommanderError } from 'commander'
import { describe, expect, onTestFinished, test } from 'vitest'

import { addPracticeOptions, practiceWishes } from '../../../src-main/host/cli/practice-options.ts'
import { keptInstead } from '../../../src-main/host/cli/serve-practice.ts'
import { openPractice } from '../../../src-main/host/practice-room.ts'

/** What the options ask of the practice tenant, or the message they are refused with. */
function wishes(...args: string[]): unknown {
  const command = addPracticeOptions(new Command('practice'))
    .exitOverride()
    .configureOutput({ writeErr: () => undefined })
  try {
    command.parse(args, { from: 'user' })
  } catch (error) {
    if (error instanceof CommanderError) return error.message
    throw error
  }
  return practiceWishes(command.opts())
}

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'resetlab-options-'))
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true })
  })
  return folder
}

const year = 365 * 86_400_000
const nextYear = new Date(Date.now() + year).toISOString()

describe('the options of the practice command', () => {
  test('ask nothing when none is given [control.cli.none]', () => {
    expect(wishes()).toEqual({ settings: {} })
  })

  test('are handed on as the practice tenant understands them [control.cli.options]', () => {
    expect(wishes('--users', '200', '--seed', ' autumn ', '--start-over')).toEqual({
      settings: {},
      users: 200,
      seed: 'autumn',
      startOver: true,
    })
    expect(wishes('--latency', '5', '--quota', 'off', '--lags', 'none', '--clock', nextYear)).toMatchObject({
      settings: { latencyMs: 5, quota: false },
      lags: { audit: [0, 0] },
      startAt: Date.parse(nextYear),
    })
    expect(wishes('--quota', 'on')).toEqual({ settings: { quota: true } })
    expect(wishes('--faults', 'throttled')).toMatchObject({ settings: { faults: [{ when: { every: 3 } }] } })
    expect(wishes('--faults', 'none')).toEqual({ settings: { faults: [] } })
  })

  test('take a day, and a moment without a zone, as UTC [control.cli.clock]', () => {
    const day = nextYear.slice(0, 10)
    expect(wishes('--clock', day)).toMatchObject({ startAt: Date.parse(`${day}T00:00:00Z`) })
    expect(wishes('--clock', `${day}T09:30`)).toMatchObject({ startAt: Date.parse(`${day}T09:30:00Z`) })
    expect(wishes('--clock', `${day}T09:30:00+02:00`)).toMatchObject({ startAt: Date.parse(`${day}T07:30:00Z`) })
  })

  test.each([
    [['--users', '0'], 'A whole number from 1 to 100000.'],
    [['--users', '100001'], 'A whole number from 1 to 100000.'],
    [['--users', 'many'], 'A whole number from 1 to 100000.'],
    [['--seed', ' '], 'A word of 100 letters at most.'],
    [['--latency', '60001'], 'Milliseconds from 0 to 60000.'],
    [['--quota', 'maybe'], 'Allowed choices are on, off.'],
    [['--lags', 'long'], 'Allowed choices are real, short, none.'],
    [['--clock', 'tomorrow'], 'A moment like 2026-12-24T09:00:00Z.'],
    [['--clock', '2026-13-40'], 'A moment like 2026-12-24T09:00:00Z.'],
    [['--clock', '2020-01-01'], "The clock never goes behind this computer's time."],
    [['--clock', '2099-01-01'], 'Ten years ahead at most.'],
    [['--faults', 'nowhere.json'], /neither such a file nor such a preset. Presets: none, throttled/],
  ])('are refused in words: %j [control.cli.invalid]', (args, message) => {
    expect(wishes(...args)).toEqual(expect.stringMatching(message))
  })

  test('read a file of fault rules, and name the rule and the field that is wrong [control.cli.faults]', () => {
    const file = join(newFolder(), 'faults.json')
    writeFileSync(file, '[{ "when": { "nth": 2 }, "then": { "do": "hangUp", "when": "after" } }]')
    expect(wishes('--faults', file)).toEqual({
      settings: { faults: [{ when: { nth: 2 }, then: { do: 'hangUp', when: 'after' } }] },
    })
    writeFileSync(file, '[{ "when": { "nth": 0 }, "then": { "do": "hangUp", "when": "after" } }]')
    expect(wishes('--faults', file)).toContain('Rule 1, when.nth: A whole number from 1 to 1000000.')
    writeFileSync(file, 'nonsense')
    expect(wishes('--faults', file)).toContain('It is not JSON.')
    expect(wishes('--faults', newFolder())).toContain('The file cannot be read.')
  })
})

describe('a practice tenant that is there already', () => {
  test('keeps its people, its word and its clock, says so, and starts over when told [control.cli.kept]', async () => {
    const home = newFolder()
    const serve = async (asked: Parameters<typeof openPractice>[2]) => {
      const server = await openPractice(home, 0, asked)
      const said = keptInstead(server, asked ?? {})
      const control: unknown = await (await fetch(`${server.baseUrl}/control`)).json()
      await server.close()
      return { said, control, tenantId: server.info.tenantId }
    }
    const ahead = Date.now() + 2 * year
    const first = await serve({ users: 12, seed: 'autumn', startAt: ahead })
    expect(first.said).toEqual([])
    expect(first.control).toMatchObject({ tenants: [{ people: 12, seed: 'autumn' }] })

    const second = await serve({ users: 8, seed: 'spring', startAt: Date.now() + year })
    expect(second.said).toEqual([
      'The practice tenant keeps its 12 people; use --start-over.',
      'The practice tenant keeps its seed word autumn; use --start-over.',
      expect.stringMatching(/^The simulated clock stays at .*: it never goes back; use --start-over\.$/),
    ])
    expect(second.control).toMatchObject({ tenants: [{ people: 12, seed: 'autumn' }] })

    const third = await serve({ users: 8, seed: 'spring', startOver: true })
    expect(third.said).toEqual([])
    expect(third.control).toMatchObject({ clock: { aheadMs: 0 }, tenants: [{ people: 8, seed: 'spring' }] })
    expect(third.tenantId).toBe(first.tenantId)
  })
})
