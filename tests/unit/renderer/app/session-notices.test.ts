import { enableAutoUnmount, flushPromises, mount } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'

import { setBridge } from '../../../../src-renderer/bridge/bridge'
import SessionNotices from '../../../../src-renderer/app/SessionNotices.vue'
import { useSessionStore } from '../../../../src-renderer/stores/session'
import { FakeBridge, ok } from '../../../support/fake-bridge'
import { sampleSession } from '../../../support/sample-target'

enableAutoUnmount(afterEach)
beforeEach(() => {
  setActivePinia(createPinia())
})

const ended = {
  ...sampleSession(),
  trouble: { kind: 'sign-in-required' as const, code: 'signin.ended', params: { code: 'AADSTS700082' } },
}

async function show() {
  const bridge = new FakeBridge({ 'session.current': () => ok(ended), 'session.giveUp': () => ok(ended) })
  setBridge(bridge)
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [{ path: '/', name: 'overview', component: { render: () => null } }],
  })
  await router.push('/')
  await useSessionStore().refresh()
  const view = mount(SessionNotices, { global: { plugins: [router] } })
  const names = () => view.findAll('button').map((button) => button.text())
  return { bridge, view, names }
}

it('stays in sight while work waits for a sign-in that has ended', async () => {
  const { view, names } = await show()
  expect(view.classes()).toContain('sticky')
  expect(view.text()).toContain('What is under way waits for it.')
  expect(names()).toEqual(['Sign in again', 'Not now'])
})

it('says that what was under way has stopped, once the sign-in was put off', async () => {
  const { bridge, view, names } = await show()
  await view.findAll('button').at(-1)?.trigger('click')
  await flushPromises()
  expect(bridge.asked.at(-1)?.name).toBe('session.giveUp')
  expect(view.text()).toContain('What was under way has stopped.')
  expect(names()).toEqual(['Sign in again'])
  expect(view.classes()).not.toContain('sticky')

  bridge.publish('session.changed', sampleSession())
  await flushPromises()
  bridge.publish('session.changed', ended)
  await flushPromises()
  expect(view.text()).toContain('What is under way waits for it.')
})
