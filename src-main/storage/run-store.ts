import { readdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'

import { strToU8, zipSync } from 'fflate'
import { z } from 'zod'

import { JournalLine } from '../contract/journal.ts'
import { Plan } from '../contract/plan.ts'
import { AppError } from '../domain/app-error.ts'
import type { RunStore } from '../engine/ports.ts'
import { readIfThere, replaceFile } from './atomic-file.ts'
import { LineAppender } from './line-appender.ts'
import { readFirstLine, readLines, readWhatIsLeft, type WhatIsLeft } from './line-file.ts'
import { SnapshotFile } from './snapshot-file.ts'

/**
 * Runs under `<home>/runs/<id>.jsonl`, plans under `<home>/plans/<id>.json`, and beside each applied plan the tenant it
 * was checked against, `<id>.snapshot.json`.
 */
export function createRunStore(home: string): RunFiles {
  const journalPath = (runId: string) => join(home, 'runs', `${safeId(runId)}.jsonl`)
  const planPath = (planId: string) => join(home, 'plans', `${safeId(planId)}.json`)
  const snapshotPath = (planId: string) => join(home, 'plans', `${safeId(planId)}.snapshot.json`)
  const appender = new LineAppender()
  return {
    savePlan: (plan) => replaceFile(planPath(plan.planId), `${JSON.stringify(plan, null, 2)}\n`),
    readPlan: (planId) => readWhole(planPath(planId), Plan, ['storage.damaged-plan', `plans/${planId}.json`]),
    saveSnapshot: (planId, snapshot) => replaceFile(snapshotPath(planId), `${JSON.stringify(snapshot)}\n`),
    readSnapshot: (planId) =>
      readWhole(snapshotPath(planId), SnapshotFile, ['storage.damaged-snapshot', `plans/${planId}.snapshot.json`]),
    append: (runId, line) => appender.append(journalPath(runId), line),
    read: (runId) => readLines(journalPath(runId), JournalLine),
    list: () => idsByAge(join(home, 'runs'), '.jsonl'),
    first: (runId) => readFirstLine(journalPath(runId), JournalLine),
    readWhatIsLeft: (runId) => readWhatIsLeft(journalPath(runId), JournalLine),
    async export(runId) {
      const journal = await readFile(journalPath(runId)).catch((error: unknown) => {
        throw AppError.of('not-found', 'run.unknown', { params: { run: runId }, cause: error })
      })
      const entries: Record<string, Uint8Array> = { [`runs/${runId}.jsonl`]: journal }
      // Taken from the text, so that a damaged first line does not hide the plan.
      const planId = /"planId":"([0-9a-f-]{36})"/i.exec(journal.toString('utf8'))?.[1]
      if (planId === undefined) return zipSync(entries)
      for (const path of [planPath(planId), snapshotPath(planId)]) {
        const bytes = await readIfThere(path)
        if (bytes !== null) entries[`plans/${basename(path)}`] = strToU8(bytes)
      }
      return zipSync(entries)
    },
  }
}

/** What only a look at a run needs, beyond carrying it out. */
export interface RunFiles extends RunStore {
  /** The first line of a journal; null when it is damaged. */
  first(runId: string): Promise<JournalLine | null>
  /** Passes damaged lines by. */
  readWhatIsLeft(runId: string): Promise<WhatIsLeft<JournalLine>>
  /** A zip of the journal as it lies on the disk, its plan, and the tenant the plan was made from. */
  export(runId: string): Promise<Uint8Array>
}

/** A JSON file read by its schema; null when there is none. A damaged one is told by `code`, named as `file`. */
export async function readWhole<T>(
  path: string,
  schema: z.ZodType<T>,
  [code, file]: readonly [string, string],
): Promise<T | null> {
  const text = await readIfThere(path)
  if (text === null) return null
  try {
    return schema.parse(JSON.parse(text))
  } catch (error) {
    throw AppError.of('damaged', code, { params: { file }, cause: error })
  }
}

const isId = (text: string): boolean => /^[0-9a-f-]{36}$/i.test(text)

/** Ids reach file names only when they are ids: no path can be smuggled in. */
export function safeId(id: string): string {
  if (!isId(id)) throw AppError.of('not-found', 'storage.no-such-id', { params: { id: id.slice(0, 60) } })
  return id
}

const Dated = z.object({ at: z.string() })

/**
 * Ids of the files in a folder, newest first by the time in their first line; unreadable ones come last. Files of other
 * names (a copy made by hand, what a file manager leaves) are not ours.
 */
export async function idsByAge(folder: string, ending: string): Promise<string[]> {
  const names = await readdir(folder).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  })
  const ids = names
    .filter((name) => name.endsWith(ending))
    .map((name) => name.slice(0, -ending.length))
    .filter(isId)
  const aged: { id: string; at: string }[] = []
  for (const id of ids) {
    const first = await readFirstLine(join(folder, `${id}${ending}`), Dated).catch(() => null)
    aged.push({ id, at: first?.at ?? '' })
  }
  return aged.sort((left, right) => right.at.localeCompare(left.at)).map(({ id }) => id)
}
