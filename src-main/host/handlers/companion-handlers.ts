import type { Companion, CompanionPage } from '../../contract/companion.ts'
import type { Recording, RecordingId, StepId } from '../../contract/recording.ts'
import { AppError, toFailure } from '../../domain/app-error.ts'
import { firstPageOf, pageAt, personOf, stepAt } from '../../domain/companion.ts'
import { attachPicture } from '../../engine/recording-steps.ts'
import type { CompanionWindow, OpenCompanion } from '../companion-window.ts'
import type { Handlers } from '../serve-calls.ts'
import type { Desk } from './desk.ts'
import type { RecordingDesk } from './recording-desk.ts'

type CompanionHandlers = Pick<Handlers, 'companion.open' | 'companion.current' | 'companion.photograph'>

/** The companion window of the person who acts. Without windows of our own every call is `companion.not-here`. */
export function companionHandlers(
  desk: Desk,
  recordings: Pick<RecordingDesk, 'open'>,
  openWindow: OpenCompanion | null,
): CompanionHandlers {
  const companions = new CompanionDesk(desk, recordings, openWindow)
  desk.onLeave(() => {
    companions.close()
    return Promise.resolve()
  })
  return {
    'companion.open': ({ recordingId, stepId }) => companions.open(recordingId, stepId),
    'companion.current': () => Promise.resolve(companions.current),
    'companion.photograph': () => companions.photograph(),
  }
}

/** A picture is kept under its name, in English. */
const pictureNames: Record<CompanionPage, string> = {
  'sign-in': 'Photograph of the page (sign-in)',
  register: 'Photograph of the page (register)',
  reset: 'Photograph of the page (reset)',
  elsewhere: 'Photograph of the page (elsewhere)',
}

interface Open {
  readonly window: CompanionWindow
  readonly recordingId: RecordingId
  state: Companion
}

class CompanionDesk {
  readonly #desk: Desk
  readonly #recordings: Pick<RecordingDesk, 'open'>
  readonly #openWindow: OpenCompanion | null
  #open: Open | null = null

  constructor(desk: Desk, recordings: Pick<RecordingDesk, 'open'>, openWindow: OpenCompanion | null) {
    this.#desk = desk
    this.#recordings = recordings
    this.#openWindow = openWindow
  }

  get current(): Companion | null {
    return this.#open?.state ?? null
  }

  /** Opens the first page of a step as the person who acts in it. Another person gets a window of their own. */
  async open(recordingId: RecordingId, stepId: StepId): Promise<Companion> {
    if (!this.#openWindow) throw AppError.of('not-found', 'companion.not-here')
    const recording = this.#recordings.open(recordingId).current
    const step = recording.steps.find((candidate) => candidate.stepId === stepId)
    const who = step && personOf(step, recording)
    const url = step && firstPageOf(step)
    if (!who || !url) throw AppError.of('not-found', 'companion.no-page')
    if (this.#open?.state.who !== who || this.#open.recordingId !== recordingId) {
      this.close()
      this.#open = this.#opened(this.#openWindow, recording, { who, stepId, page: 'elsewhere', failure: null })
    }
    const opened = this.#open
    this.#show({ stepId, failure: null })
    await opened.window.show(url)
    return opened.state
  }

  /** Puts a picture of the page beside the step the guide shows. */
  async photograph(): Promise<void> {
    const opened = this.#open
    if (!opened) throw AppError.of('not-found', 'companion.none')
    const recorder = this.#recordings.open(opened.recordingId)
    const { stepId, page } = opened.state
    const bytes = await opened.window.photograph()
    const name = pictureNames[page]
    const attachmentId = this.#desk.workspace.chance.uuid()
    await attachPicture(recorder, this.#desk.workspace.recordings, stepId, { name, bytes, attachmentId })
    this.#show({ failure: null })
  }

  close(): void {
    this.#open?.window.close()
    this.#open = null
    this.#desk.hub.publish('companion.changed', null)
  }

  #opened(openWindow: OpenCompanion, { recordingId }: Recording, state: Companion): Open {
    const window = openWindow(`ResetLab · ${state.who}`, {
      onAddress: (url) => {
        if (this.#open?.window === window) this.#recognise(url)
      },
      onKey: () => {
        this.photograph().catch((error: unknown) => {
          this.#show({ failure: toFailure(error) })
        })
      },
      onClosed: () => {
        if (this.#open?.window !== window) return
        this.#open = null
        this.#desk.hub.publish('companion.changed', null)
      },
    })
    return { window, recordingId, state }
  }

  #recognise(url: string): void {
    const opened = this.#open
    if (!opened) return
    try {
      const page = pageAt(url, this.#desk.connection().links)
      const { current } = this.#recordings.open(opened.recordingId)
      this.#show({ page, stepId: stepAt(page, opened.state.who, current) ?? opened.state.stepId })
    } catch (error) {
      // The recording was finished or left meanwhile; the window stays until it is closed.
      this.#show({ page: 'elsewhere', failure: toFailure(error) })
    }
  }

  #show(change: Partial<Companion>): void {
    if (!this.#open) return
    this.#open.state = { ...this.#open.state, ...change }
    this.#desk.hub.publish('companion.changed', this.#open.state)
  }
}
