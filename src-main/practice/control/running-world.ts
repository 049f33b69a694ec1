import type { GraphListener } from '../graph/graph-server.ts'
import { createPracticeApp, type PracticeApp } from '../practice-app.ts'
import { createMintBox, type MintBox } from '../signin/token-mint.ts'
import { openWorld, type World, type WorldOptions } from '../world.ts'
import type { Archive } from './state-archive.ts'
import { createStateDoor, isStateUpload } from './state-door.ts'
import { keepSwap, swapBack, swapIn } from './state-swap.ts'

/** The tenants that are served now, and the way to have others in their place. */
export interface RunningWorld {
  readonly world: World
  readonly mints: MintBox
  /** Called when other tenants are served, before the next request is answered. */
  onReplaced: () => Promise<void>
  /** Answers a request for a page; while tenants are replaced, requests wait. */
  readonly fetch: (request: Request, env: object) => Promise<Response>
  /** The same for Graph. */
  readonly graph: GraphListener
  close(): Promise<void>
}

interface Served {
  world: World
  mints: MintBox
  app: PracticeApp
}

async function open(options: WorldOptions, baseUrl: string | null): Promise<Served> {
  const world = await openWorld(options)
  if (baseUrl !== null) world.baseUrl = baseUrl
  const mints = createMintBox(world)
  return { world, mints, app: createPracticeApp(world, mints) }
}

/** Lets requests through, or holds them back until a replacement is done. */
class Gate {
  private inside = 0
  private closed: Promise<void> | null = null
  private onEmpty: (() => void) | null = null

  async pass<Result>(work: () => Result | Promise<Result>): Promise<Result> {
    // Looked at and entered in one go: between the two nobody can close it.
    while (this.closed) await this.closed
    this.inside += 1
    try {
      return await work()
    } finally {
      this.inside -= 1
      if (this.inside === 0) this.onEmpty?.()
    }
  }

  /** Resolves when nobody is alone inside. */
  async open(): Promise<void> {
    while (this.closed) await this.closed
  }

  /** Runs alone: after all who are inside have left, and before anybody else comes in. */
  async alone<Result>(work: () => Promise<Result>): Promise<Result> {
    while (this.closed) await this.closed
    let reopen = (): void => undefined
    this.closed = new Promise((resolve) => {
      reopen = resolve
    })
    try {
      if (this.inside > 0) {
        await new Promise<void>((resolve) => {
          this.onEmpty = resolve
        })
      }
      return await work()
    } finally {
      this.onEmpty = null
      this.closed = null
      reopen()
    }
  }
}

/**
 * Opens the tenants of a home and serves them. An import ends all of them, with every session, token and page under way,
 * and opens those of the archive; when that fails the old ones are opened again.
 */
export async function runWorld(options: WorldOptions): Promise<RunningWorld> {
  await swapBack(options.home)
  let served = await open(options, null)
  const gate = new Gate()
  // What was asked for at the start was asked of other tenants: the archive brings its own settings.
  const asKept: WorldOptions = { ...options, settings: {}, lags: {} }

  const replace = (archive: Archive): Promise<void> =>
    gate.alone(async () => {
      const { baseUrl } = served.world
      await served.world.close()
      try {
        await swapIn(options.home, archive)
        served = await open(asKept, baseUrl)
      } catch (error) {
        await swapBack(options.home)
        served = await open(asKept, baseUrl)
        throw error
      }
      await keepSwap(options.home)
      await running.onReplaced()
    })
  const door = createStateDoor(() => served.world, replace)
  const running: RunningWorld = {
    get world() {
      return served.world
    },
    get mints() {
      return served.mints
    },
    onReplaced: () => Promise.resolve(),
    fetch: async (request, env) =>
      isStateUpload(request) ? door(request) : gate.pass(() => served.app.pages.fetch(request, env)),
    graph: (request, response) => gate.pass(() => served.app.graph(request, response)),
    async close() {
      await gate.open()
      await served.world.close()
    },
  }
  return running
}
