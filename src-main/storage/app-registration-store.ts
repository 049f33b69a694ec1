import { join } from 'node:path'

import { AppRegistrationPlan } from '../contract/app-registration.ts'
import { JournalLine } from '../contract/journal.ts'
import type { JournalStore } from '../engine/ports.ts'
import { replaceFile } from './atomic-file.ts'
import { LineAppender } from './line-appender.ts'
import { readLines, readWhatIsLeft, type WhatIsLeft } from './line-file.ts'
import { idsByAge, readWhole, safeId } from './run-store.ts'

/** The journals of app registrations and their plans, apart from those of labs. */
export interface AppRegistrationStore extends JournalStore {
  savePlan(plan: AppRegistrationPlan): Promise<void>
  /** Null when there is none; a damaged one is an `AppError` of kind `damaged`. */
  readPlan(planId: string): Promise<AppRegistrationPlan | null>
  /** Newest first. */
  list(): Promise<string[]>
  /** For looking: a damaged line hides no other. */
  readWhatIsLeft(runId: string): Promise<WhatIsLeft<JournalLine>>
}

/** `<home>/app-registrations/<runId>.jsonl`, and `plans/<planId>.json` below it. */
export function createAppRegistrationStore(home: string): AppRegistrationStore {
  const folder = join(home, 'app-registrations')
  const journalPath = (runId: string) => join(folder, `${safeId(runId)}.jsonl`)
  const planPath = (planId: string) => join(folder, 'plans', `${safeId(planId)}.json`)
  const appender = new LineAppender()
  return {
    savePlan: (plan) => replaceFile(planPath(plan.planId), `${JSON.stringify(plan, null, 2)}\n`),
    readPlan: (planId) =>
      readWhole(planPath(planId), AppRegistrationPlan, [
        'storage.damaged-plan',
        `app-registrations/plans/${planId}.json`,
      ]),
    append: (runId, line) => appender.append(journalPath(runId), line),
    read: (runId) => readLines(journalPath(runId), JournalLine),
    list: () => idsByAge(folder, '.jsonl'),
    readWhatIsLeft: (runId) => readWhatIsLeft(journalPath(runId), JournalLine),
  }
}
