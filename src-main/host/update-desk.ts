import type { Failure } from '../contract/failure.ts'
import type { UpdateOutcome } from '../contract/shell.ts'
import { AppError, toFailure } from '../domain/app-error.ts'
import { whyOf } from './why-of.ts'

/** Where newer versions come from. Every promise may reject; `update-feed.ts` is the real one. */
export interface UpdateFeed {
  /** Why this copy cannot update itself, as a sentence; null when it can. */
  readonly whyNot: string | null
  readonly version: string
  /** The newer version's number; null when there is none. Asks the feed and downloads nothing. */
  look(): Promise<string | null>
  /** Downloads what the last look found. `share` goes from 0 to 1. */
  download(onProgress: (share: number) => void): Promise<void>
  /** Ends this copy in order and starts the new one. */
  restart(): Promise<void>
}

/** Who is asked. Each question is asked before the thing happens, and no answer is a no. */
export interface UpdatePerson {
  /** In read-only mode only: somebody wanted this computer to be left as it is. */
  mayLook(): Promise<boolean>
  mayDownload(version: string): Promise<boolean>
  mayRestart(version: string): Promise<boolean>
  /** 0 to 1 while it downloads; null when it is over. */
  progress(share: number | null): void
}

interface UpdateDeskInput {
  readonly feed: UpdateFeed
  readonly person: UpdatePerson
  readonly settings: () => { isReadOnly: boolean; looksForUpdates: boolean }
  /** For the log only. */
  readonly onFailure: (error: unknown) => void
}

type FailureCode = 'update.not-found' | 'update.not-downloaded' | 'update.not-installed'

/**
 * Looks for a newer ResetLab, and asks before it downloads and before it restarts. By itself it looks only where a person
 * turned that on, and never in read-only mode. Never rejects: what goes wrong is an outcome.
 */
export class UpdateDesk {
  readonly #input: UpdateDeskInput
  #underWay: Promise<UpdateOutcome> | null = null

  constructor(input: UpdateDeskInput) {
    this.#input = input
  }

  /** Null when it was not to look. */
  async lookAtStart(): Promise<UpdateOutcome | null> {
    const { isReadOnly, looksForUpdates } = this.#input.settings()
    return looksForUpdates && !isReadOnly ? this.look() : null
  }

  /** One at a time: who asks meanwhile gets the same outcome. */
  look(): Promise<UpdateOutcome> {
    this.#underWay ??= this.#walk().finally(() => {
      this.#underWay = null
    })
    return this.#underWay
  }

  async #walk(): Promise<UpdateOutcome> {
    const { feed, person, settings } = this.#input
    if (feed.whyNot !== null) return { state: 'off', why: feed.whyNot }
    let failing: FailureCode = 'update.not-found'
    try {
      if (settings().isReadOnly && !(await person.mayLook())) return { state: 'put-off', before: 'look' }
      const version = await feed.look()
      if (version === null) return { state: 'newest', version: feed.version }
      if (!(await person.mayDownload(version))) return { state: 'put-off', before: 'download' }
      failing = 'update.not-downloaded'
      await this.#download()
      if (!(await person.mayRestart(version))) return { state: 'put-off', before: 'restart' }
      failing = 'update.not-installed'
      await feed.restart()
      return { state: 'restarting', version }
    } catch (error) {
      this.#input.onFailure(error)
      return { state: 'failed', failure: failureOf(failing, error) }
    }
  }

  async #download(): Promise<void> {
    const { feed, person } = this.#input
    try {
      await feed.download((share) => {
        person.progress(Math.min(1, Math.max(0, share)))
      })
    } finally {
      person.progress(null)
    }
  }
}

const failureOf = (code: FailureCode, error: unknown): Failure =>
  error instanceof AppError
    ? error.failure
    : toFailure(AppError.of('unreachable', code, { params: { why: whyOf(error) } }))
