import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

import { z } from 'zod'

import { dayMs } from '../time.ts'
import type { World } from '../world.ts'
import { ControlError, invalid } from './control-error.ts'

/** Ten years ahead: far enough for every licence and every interval there is. */
export const furthestMs = 3650 * dayMs

/** One of the three; `at` in ISO 8601, or in milliseconds since 1970. */
export const ClockMove = z.strictObject({
  advanceMs: z.number().int().min(1).max(furthestMs).optional(),
  at: z
    .union([z.iso.datetime({ offset: true }).transform((text) => Date.parse(text)), z.number().int()], {
      error: 'A moment like 2026-12-24T09:00:00Z, please.',
    })
    .optional(),
  to: z.literal('machine').optional(),
})
export type ClockMove = z.infer<typeof ClockMove>

export interface ClockState {
  now: string
  machineNow: string
  /** How far the simulated clock is ahead. */
  aheadMs: number
}

/** Millisecond of the machine's clock that belongs to the simulated one. */
export const machineNow = (world: World): number => world.clock() - world.settings.clockOffsetMs

export const clockState = (world: World): ClockState => ({
  now: new Date(world.clock()).toISOString(),
  machineNow: new Date(machineNow(world)).toISOString(),
  aheadMs: world.settings.clockOffsetMs,
})

const whyNotBack =
  'The clock cannot go back: what the tenants remember would then lie in the future. Start over to begin at an earlier time.'

/** Moves the clock of all tenants. Throws 409 `clock-never-back`, 400 for a move that is none or goes too far. */
export async function moveClock(world: World, { advanceMs, at, to }: ClockMove): Promise<void> {
  const given = [advanceMs, at, to].filter((value) => value !== undefined)
  if (given.length !== 1) throw invalid('One of advanceMs, at and to, please.', null)
  if (to === 'machine') {
    if (world.settings.clockOffsetMs > 0) throw new ControlError(409, 'clock-never-back', whyNotBack, 'to')
    return
  }
  const now = world.clock()
  const target = at ?? now + (advanceMs ?? 0)
  if (target < now) throw new ControlError(409, 'clock-never-back', whyNotBack, 'at')
  const clockOffsetMs = world.settings.clockOffsetMs + (target - now)
  if (clockOffsetMs > furthestMs) {
    const field = at === undefined ? 'advanceMs' : 'at'
    throw invalid('That is more than ten years ahead of this computer.', field)
  }
  await world.change({ clockOffsetMs })
}

const Kept = z.object({ settings: z.object({ clockOffsetMs: z.number() }) })

/** How far the clock of the tenants in a folder is ahead; 0 where there are none, or nothing can be read. */
async function keptOffset(home: string): Promise<number> {
  try {
    const read = Kept.safeParse(JSON.parse(await readFile(join(home, 'settings.json'), 'utf8')))
    return read.success ? read.data.settings.clockOffsetMs : 0
  } catch (error) {
    // Whoever opens the folder next says what is wrong with it.
    if (error instanceof Error) return 0
    throw error
  }
}

/** The setting to begin with when a moment was asked for, or a new beginning; the clock never goes back before that. */
export async function beginningOffset(
  home: string,
  machineTime: number,
  { startAt, startOver }: { startAt: number | undefined; startOver: boolean },
): Promise<{ clockOffsetMs?: number }> {
  const asked = startAt === undefined ? 0 : Math.max(0, startAt - machineTime)
  if (startOver) return { clockOffsetMs: asked }
  return startAt === undefined ? {} : { clockOffsetMs: Math.max(asked, await keptOffset(home)) }
}
