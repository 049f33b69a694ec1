import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { z } from 'zod'

import type { Lab } from '../../../src-main/contract/lab.ts'
import { VirtualClock } from '../../support/virtual-clock.ts'
import { type ApplyJob, ApplyResult } from './apply-job.ts'
import { nextMessage, Practice, startChild, stopChild } from './child.ts'

export const latencyMs = 80

export interface ApplyCase {
  readonly lab: Lab
  /** Seats in the tenant's subscription; it has a hundred by itself. */
  readonly seats?: number
  readonly quota?: boolean
  readonly isSimulated?: boolean
  readonly isOneAtATime?: boolean
  readonly keepsChain?: boolean
  /** What goes wrong on purpose, as the control room takes it. */
  readonly faults?: readonly object[]
  /** Looks at the tenant when all is over. */
  readonly look?: (read: (path: string) => Promise<Record<string, unknown>[]>) => Promise<void>
}

/** Plans and applies one lab in a fresh tenant, each side in a process of its own. */
export async function applyCase(asked: ApplyCase): Promise<ApplyResult> {
  const { lab, quota = false, isSimulated = false, isOneAtATime = false, keepsChain = false } = asked
  const home = await mkdtemp(join(tmpdir(), 'resetlab-bench-'))
  const settings = { quota, latencyMs: isSimulated ? 0 : latencyMs }
  const standsAt = isSimulated ? { standsAt: VirtualClock.beginsAt } : {}
  const job = JSON.stringify({ home: join(home, 'practice'), lags: 'none', settings, ...standsAt })
  const server = await startChild('practice-process.ts', [job], Practice)
  try {
    const { baseUrl, domain, adminToken: token } = server.said
    await prepare(server.said, asked)
    const client = await startChild('apply-process.ts', [], z.literal('ready'))
    try {
      const work = { baseUrl, domain, token, home: join(home, 'client'), lab, latencyMs }
      client.child.send({ ...work, isSimulated, isOneAtATime, keepsChain } satisfies ApplyJob)
      const result = await nextMessage(client.child, ApplyResult)
      await control(server.said, 'DELETE', 'faults')
      await asked.look?.((path) => readList(server.said, path))
      return result
    } finally {
      await stopChild(client.child)
    }
  } finally {
    await stopChild(server.child)
    await rm(home, { recursive: true, force: true })
  }
}

async function prepare(practice: Practice, { seats, faults }: ApplyCase): Promise<void> {
  if (seats !== undefined) {
    const subscription = { kind: 'paid', totalLicenses: seats }
    await control(practice, 'PATCH', `tenants/${practice.domain}`, { subscription })
  }
  if (faults) await control(practice, 'PUT', 'faults', faults)
}

async function control({ baseUrl }: Practice, method: string, call: string, body?: unknown): Promise<void> {
  const answer = await fetch(`${baseUrl}/control/${call}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  if (!answer.ok) throw new Error(`${method} ${call}: ${await answer.text()}`)
  await answer.body?.cancel()
}

const Page = z.object({ value: z.array(z.record(z.string(), z.unknown())), '@odata.nextLink': z.string().optional() })

async function readList({ baseUrl, adminToken }: Practice, path: string): Promise<Record<string, unknown>[]> {
  const found: Record<string, unknown>[] = []
  for (let link: string | undefined = `${baseUrl}/v1.0/${path}`; link !== undefined;) {
    const headers = { authorization: `Bearer ${adminToken}` }
    const page = Page.parse(await (await fetch(link, { headers })).json())
    found.push(...page.value)
    link = page['@odata.nextLink']
  }
  return found
}
