import type { Visit } from '../contract/shell.ts'
import type { EventHub } from './event-hub.ts'

/** Where the window was asked to go: the last one, until it takes it. A window that is not there yet takes it later. */
export class Visits {
  readonly #hub: EventHub
  #waiting: Visit | null = null

  constructor(hub: EventHub) {
    this.#hub = hub
  }

  ask(visit: Visit): void {
    this.#waiting = visit
    this.#hub.publish('window.visited', null)
  }

  take(): Visit | null {
    const taken = this.#waiting
    this.#waiting = null
    return taken
  }
}
