import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'

import { bringUpToDate } from '../due.ts'
import type { FaultBox } from '../faults/fault-box.ts'
import type { Inspector } from '../inspector/inspector.ts'
import { refusalOf } from '../pages/request-guard.ts'
import type { MintBox } from '../signin/token-mint.ts'
import type { World } from '../world.ts'
import { type Answer, answer, GraphError } from './answer.ts'
import { runBatch } from './batch.ts'
import type { Caller } from './operation.ts'
import { Quota } from './quota.ts'
import { readCaller } from './read-caller.ts'
import { readJson } from './read-json.ts'
import { findRoute } from './route-table.ts'
import { type GraphRequest, runOperation } from './run-operation.ts'
import { errorAnswer, errorOf, faultText, headerOf, respond, throwFault, type Visit } from './visit.ts'

export type GraphListener = (request: IncomingMessage, response: ServerResponse) => Promise<void>

export const isGraphUrl = (url: string): boolean => /^\/(v1\.0|beta)(\/|\?|$)/.test(url)

export interface GraphServerParts {
  world: World
  mints: MintBox
  inspector: Inspector
  faults: FaultBox
}

/**
 * Answers everything below `/v1.0` and `/beta`: the Graph subset, and 501 for the rest. It speaks node's own HTTP, for
 * this is where thousands of requests come in.
 */
export function createGraphServer(parts: GraphServerParts): GraphListener {
  const server = new GraphServer(parts)
  return (request, response) => server.listen(request, response)
}

class GraphServer {
  private readonly parts: GraphServerParts
  private readonly quota = new Quota()
  /** Batches that came in together take turns: the answer to one goes out before the next one is looked at. */
  private turn = Promise.resolve()

  constructor(parts: GraphServerParts) {
    this.parts = parts
  }

  async listen(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { world } = this.parts
    const { method = 'GET', url = '' } = request
    const refusal = refusalOf(world.baseUrl, { method, header: (name) => headerOf(request, name) ?? undefined })
    if (refusal) {
      response.writeHead(refusal.status, { 'content-type': 'text/plain', connection: 'close' }).end(refusal.text)
      return
    }
    const visit = this.begin(request)
    const { fault } = visit
    if (world.settings.latencyMs > 0) await sleep(world.settings.latencyMs)
    if (fault?.do === 'wait') await sleep(fault.ms)
    if (fault?.do === 'hangUp' && fault.when === 'before') {
      this.record(visit, url, answer(0, undefined), null)
      request.socket.destroy()
      return
    }
    const given = await this.serve(request, visit)
    this.record(visit, url, given, null)
    if (fault?.do === 'hangUp') request.socket.destroy()
    else respond(response, given, visit, world.clock())
  }

  private begin(request: IncomingMessage): Visit {
    const { method = 'GET', url = '' } = request
    const [address = ''] = url.split('?')
    const path = address.replace(/^\/(v1\.0|beta)\/?/, '')
    const requestId = randomUUID()
    return {
      now: this.parts.world.clock(),
      requestId,
      clientRequestId: headerOf(request, 'client-request-id') ?? requestId,
      method,
      path,
      caller: null,
      body: undefined,
      fault: this.parts.faults.decide(method, path),
    }
  }

  private async serve(request: IncomingMessage, visit: Visit): Promise<Answer> {
    const { mints, world } = this.parts
    try {
      throwFault(visit.fault)
      if (request.url?.startsWith('/beta') === true) {
        throw new GraphError(501, 'NotImplemented', 'The practice tenant speaks v1.0 only.')
      }
      const isBatch = visit.path.toLowerCase() === '$batch'
      // Paths come before tokens: what we do not know, we say so to everybody.
      if (!isBatch) findRoute(visit.method, visit.path)
      else if (visit.method !== 'POST') throw new GraphError(405, 'Request_BadRequest', 'Batches are posted.')
      const caller = await readCaller(mints, request.headers.authorization ?? null)
      visit.caller = caller
      visit.body = await readJson(request)
      if (isBatch) await this.nextTurn()
      bringUpToDate(caller.practice)
      const given = isBatch ? this.batch(visit, caller) : this.operate(request, visit, caller)
      await caller.practice.store.saved()
      return given
    } catch (error) {
      if (error instanceof GraphError) return errorAnswer(error, visit)
      world.onFailure(error)
      const failure = new GraphError(500, 'InternalServerError', 'The practice tenant failed to answer. This is a bug.')
      return errorAnswer(failure, visit)
    }
  }

  private nextTurn(): Promise<void> {
    this.turn = this.turn.then(() => new Promise<void>((resolve) => setImmediate(resolve)))
    return this.turn
  }

  private operate(request: IncomingMessage, visit: Visit, caller: Caller): Answer {
    return runOperation(this.quota, caller, {
      method: visit.method,
      url: (request.url ?? '').slice('/v1.0/'.length),
      consistencyLevel: headerOf(request, 'consistencylevel'),
      body: visit.body,
    })
  }

  private batch(visit: Visit, caller: Caller): Answer {
    return runBatch(visit.body, (request) => this.item(visit, caller, request), {
      refuse: (error) => errorAnswer(error, visit),
    })
  }

  /** An item of a batch is a request of its own: it can be throttled, refused or struck by a fault by itself. */
  private item(outer: Visit, caller: Caller, request: GraphRequest): Answer {
    const path = request.url.replace(/^\/+/, '')
    const visit: Visit = {
      ...outer,
      requestId: randomUUID(),
      method: request.method,
      path,
      body: request.body,
      fault: this.parts.faults.decideItem(request.method, path),
    }
    const given = this.asAnswer(visit, () => {
      throwFault(visit.fault)
      return runOperation(this.quota, caller, request)
    })
    this.record(visit, `/v1.0/${path}`, given, outer.requestId)
    return given
  }

  private asAnswer(visit: Visit, run: () => Answer): Answer {
    try {
      return run()
    } catch (error) {
      if (error instanceof GraphError) return errorAnswer(error, visit)
      throw error
    }
  }

  private record(visit: Visit, url: string, given: Answer, batchId: string | null): void {
    this.parts.inspector.record({
      at: visit.now,
      method: visit.method,
      url,
      tenant: visit.caller?.practice.store.state.tenant.domain ?? null,
      userPrincipalName: visit.caller?.user.userPrincipalName ?? null,
      clientId: visit.caller?.clientId ?? null,
      status: given.status,
      error: errorOf(given.body),
      fault: faultText(visit.fault),
      throttle: given.headers['x-ms-throttle-information'],
      units: Number(given.headers['x-ms-resource-unit'] ?? 0),
      requestId: visit.requestId,
      batchId,
      request: visit.body,
      answer: given.body,
    })
  }
}
