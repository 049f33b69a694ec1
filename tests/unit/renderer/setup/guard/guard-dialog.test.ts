import { DOMWrapper, enableAutoUnmount, flushPromises, mount } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { defineComponent, h } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'

import type { Failure } from '@contract/failure'
import type { Confirmation, GuardReading } from '@contract/guard'
import type { Run } from '@contract/plan'
import { setBridge } from '../../../../../src-renderer/bridge/bridge'
import { useRunStore } from '../../../../../src-renderer/stores/run'
import GuardDialog from '../../../../../src-renderer/wizards/setup/guard/GuardDialog.vue'
import { FakeBridge, ok } from '../../../../support/fake-bridge'

const domain = 'lab.onmicrosoft.com'
const run: Run = {
  // Ids of a run that is nowhere kept.
  runId: '44444444-4444-4444-8444-444444444444' as Run['runId'],
  planId: '33333333-3333-4333-8333-333333333333' as Run['planId'],
  labId: 'lab',
  labTitle: 'Lab',
  tenantId: '11111111-1111-4111-8111-111111111111',
  domain,
  startedAt: '2026-11-21T09:00:00.000Z',
  endedAt: null,
  state: 'interrupted',
  rows: [],
  pace: null,
  passwordsWaiting: 0,
  undo: null,
  changeNumber: 0,
}
const reading: GuardReading = {
  readingId: '55555555-5555-4555-8555-555555555555',
  at: '2026-11-21T09:00:00.000Z',
  domain,
  likeness: 'doubtful',
  score: 25,
  signs: [{ id: 'users', isKnown: true, points: 25, text: '900 users.' }],
  need: 'domain',
}

/** The dialog beside a run, as its page shows it. */
const Asking = defineComponent(() => {
  const runs = useRunStore()
  return () =>
    h(GuardDialog, {
      run,
      failure: runs.failure,
      isBusy: runs.isStarting,
      goOn: (given: Confirmation) => runs.resumeConfirmed(run.runId, given),
    })
})

enableAutoUnmount(afterEach)
beforeEach(() => {
  setActivePinia(createPinia())
})

async function refusedWith(code: string) {
  const failure: Failure = { kind: 'forbidden', code, params: { domain } }
  let asked = 0
  const bridge = new FakeBridge({
    'run.resume': () => ((asked += 1) === 1 ? { ok: false, failure } : ok({ ...run, state: 'running' as const })),
    'guard.look': () => ok(reading),
  })
  setBridge(bridge)
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [{ path: '/', component: { render: () => null } }],
  })
  mount(Asking, { global: { plugins: [router] }, attachTo: document.body })
  await useRunStore().resume(run.runId)
  await flushPromises()
  return { bridge, view: new DOMWrapper(document.body) }
}

it('asks once more when the tenant looks worse, and goes on with what was typed', async () => {
  const { bridge, view } = await refusedWith('guard.unconfirmed')
  const dialog = view.get('[role=dialog]')
  expect(dialog.text()).toContain('900 users.')
  const goOn = dialog.findAll('button').find((button) => button.text() === `Go on in ${domain}`)
  expect(goOn?.attributes('disabled')).toBeDefined()
  await dialog.get('input').setValue(domain)
  await goOn?.trigger('click')
  await flushPromises()
  expect(bridge.asked.at(-1)).toEqual({
    name: 'run.resume',
    ask: { runId: run.runId, confirmation: { readingId: reading.readingId, domain, reason: '' } },
  })
  expect(view.find('[role=dialog]').exists()).toBe(false)
})

it('stays away from refusals that are not its own', async () => {
  const { bridge, view } = await refusedWith('guard.read-only')
  expect(view.find('[role=dialog]').exists()).toBe(false)
  expect(bridge.asked.map(({ name }) => name)).toEqual(['run.resume'])
})
