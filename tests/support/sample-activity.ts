import type { ActivityCall, ActivityItem } from '../../src-main/contract/activity.ts'

export const sampleItem = (part: Partial<ActivityItem> = {}): ActivityItem => ({
  method: 'GET',
  path: '/v1.0/me',
  why: { call: 'tenant.look', detail: null },
  status: 200,
  requestId: 'r-1',
  ...part,
})

export const sampleCall = (id: number, part: Partial<ActivityCall> = {}): ActivityCall => ({
  ...sampleItem(),
  id,
  change: id,
  service: 'graph',
  host: 'graph.microsoft.com',
  tenantId: '3179e48a-750b-4051-897c-87b9720928f7',
  at: '2026-11-21T09:00:00.000Z',
  tookMs: 34,
  failure: null,
  items: [],
  ...part,
})

/** A batch of which one request was refused. */
export const sampleBatch = (id: number): ActivityCall =>
  sampleCall(id, {
    method: 'POST',
    path: '/v1.0/$batch',
    requestId: 'r-batch',
    why: { call: 'run.start', detail: 'Create the user balas' },
    items: [
      sampleItem({ method: 'POST', path: '/v1.0/users', status: 201, why: { call: 'run.start', detail: 'balas' } }),
      sampleItem({ method: 'POST', path: '/v1.0/users', status: 400, requestId: 'r-refused' }),
    ],
  })
