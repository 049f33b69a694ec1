import { enableAutoUnmount, flushPromises, mount } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'

import { setBridge } from '../../../../src-renderer/bridge/bridge'
import { useSessionStore } from '../../../../src-renderer/stores/session'
import PortalGuide from '../../../../src-renderer/wizards/setup/PortalGuide.vue'
import { FakeBridge, ok } from '../../../support/fake-bridge'
import { sampleLab } from '../../../support/sample-lab'
import { showInWindow } from '../../../support/show-in-window'
import { sampleSession } from '../../../support/sample-target'

enableAutoUnmount(afterEach)
beforeEach(() => {
  setActivePinia(createPinia())
})

it('asks for the permissions to read the effect back, and goes on by itself once they were given', async () => {
  const asking = { kind: 'real' as const, tenant: null, way: 'browser' as const, signInUrl: null, deviceCode: null }
  const bridge = new FakeBridge({
    'session.current': () => ok(sampleSession()),
    'session.permit': () => ok({ ...sampleSession(), asking }),
    'portal.current': () => ok(null),
    'portal.watch': () => ({ ok: false, failure: { kind: 'consent-required', code: 'signin.missing-permission' } }),
  })
  setBridge(bridge)
  await useSessionStore().refresh()
  const routes = [{ path: '/', component: { render: () => null } }]
  const router = createRouter({ history: createMemoryHistory(), routes })
  const view = mount(PortalGuide, { props: { lab: sampleLab() }, global: { plugins: [router] } })
  await flushPromises()
  expect(view.text()).toContain(
    'To read the effect back takes AuditLog.Read.All and UserAuthenticationMethod.Read.All, which were not given yet.',
  )
  expect(view.find('[role=alert]').exists()).toBe(false)

  const [give] = view.findAll('button')
  expect(give?.text()).toBe('Give these permissions')
  await give?.trigger('click')
  await flushPromises()
  expect(bridge.asked.at(-1)).toEqual({ name: 'session.permit', ask: { step: 'verify', way: 'browser' } })

  bridge.publish('session.changed', sampleSession())
  await flushPromises()
  expect(bridge.asked.at(-1)?.name).toBe('portal.watch')
})

it('says of each page of the portal where it is found, beside the link to it', async () => {
  const report = {
    verdict: 'waiting' as const,
    witness: 'x',
    detail: '',
    lookedAt: null,
    sourceAsOf: null,
    nextLookAt: null,
    requestId: null,
  }
  const setting = { blade: 'Properties' as const, name: 'Select group', value: 'SSPRTesters', url: 'https://x.test/' }
  const watch = { settings: [setting], watching: true, inside: report, outside: report }
  const bridge = new FakeBridge({ 'portal.current': () => ok(watch) })
  const { view } = await showInWindow(PortalGuide, { lab: sampleLab() }, bridge)
  const page = view.get('ol > li')
  expect(page.get('a').text()).toBe('Open Properties')
  expect(page.text()).toContain('Entra ID › Password reset › Properties')
})
