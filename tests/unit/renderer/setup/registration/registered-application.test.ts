import { DOMWrapper, enableAutoUnmount, flushPromises, mount } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'

import type { AppRegistration } from '@contract/app-registration'
import type { GuardReading } from '@contract/guard'
import { setBridge } from '../../../../../src-renderer/bridge/bridge'
import RegisteredApplication from '../../../../../src-renderer/wizards/setup/registration/RegisteredApplication.vue'
import { FakeBridge, ok } from '../../../../support/fake-bridge'

const domain = 'lab.onmicrosoft.com'
const halfMade: AppRegistration = {
  run: {
    // Ids of a run that is nowhere kept.
    runId: '44444444-4444-4444-8444-444444444444' as AppRegistration['run']['runId'],
    planId: '33333333-3333-4333-8333-333333333333' as AppRegistration['run']['planId'],
    labId: 'app-registration',
    labTitle: 'This tenant’s app registration',
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
  },
  clientId: null,
  consentUrl: null,
  isInUse: false,
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

enableAutoUnmount(afterEach)
beforeEach(() => {
  setActivePinia(createPinia())
})

it('asks once more before a half-made registration is gone on with in a tenant that looks worse by now', async () => {
  let asked = 0
  const whole = { ...halfMade, run: { ...halfMade.run, state: 'done' as const } }
  const bridge = new FakeBridge({
    'appRegistration.resume': () =>
      (asked += 1) === 1
        ? { ok: false, failure: { kind: 'forbidden', code: 'guard.unconfirmed', params: { domain } } }
        : ok(whole),
    'guard.look': () => ok(reading),
  })
  setBridge(bridge)
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [{ path: '/', component: { render: () => null } }],
  })
  mount(RegisteredApplication, {
    props: { registration: halfMade },
    global: { plugins: [router] },
    attachTo: document.body,
  })
  const view = new DOMWrapper(document.body)
  const press = async (name: string): Promise<void> => {
    await view
      .findAll('button')
      .find((button) => button.text() === name)
      ?.trigger('click')
    await flushPromises()
  }
  await press('Go on with it')
  expect(view.get('[role=dialog]').text()).toContain('900 users.')
  await view.get('[role=dialog] input').setValue(domain)
  await press(`Go on in ${domain}`)
  const { runId } = halfMade.run
  expect(bridge.asked.at(-1)).toEqual({
    name: 'appRegistration.resume',
    ask: { runId, confirmation: { readingId: reading.readingId, domain, reason: '' } },
  })
  expect(view.find('[role=dialog]').exists()).toBe(false)
})
