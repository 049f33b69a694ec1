import { DOMWrapper, enableAutoUnmount, flushPromises, mount } from '@vue/test-utils'
import { afterEach, expect, it } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'

import type { ClaimState, Verdict } from '../../../../src-main/contract/recording.ts'
import FinishModal from '../../../../src-renderer/checklist/FinishModal.vue'

enableAutoUnmount(afterEach)

const claim = (verdict: Verdict): ClaimState => ({
  claimId: verdict,
  claim: `A claim that is ${verdict}`,
  verdict,
  witness: {
    witness: 'auditLogs/directoryAudits',
    verdict,
    detail: '',
    lookedAt: null,
    sourceAsOf: null,
    nextLookAt: null,
    requestId: null,
  },
})

async function open(claims: ClaimState[]) {
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [{ path: '/', component: { render: () => null } }],
  })
  const global = { plugins: [router] }
  const wrapper = mount(FinishModal, { props: { open: true, claims }, global, attachTo: document.body })
  await flushPromises()
  const view = new DOMWrapper(document.body)
  const press = async (name: string): Promise<void> => {
    await view
      .findAll('button')
      .find((one) => one.text() === name)
      ?.trigger('click')
    await flushPromises()
  }
  return { view, press, emitted: () => wrapper.emitted() }
}

it('finishing with late checks names whom they wait for, and offers to wait', async () => {
  const { view, press, emitted } = await open([claim('not-yet-seen'), claim('contradicted')])
  expect(view.text()).toContain('A claim that is not-yet-seen: waiting for the audit log')
  expect(view.text()).toContain('A claim that is contradicted')
  expect(view.text()).not.toContain('contradicted: waiting')
  await press('Leave it open and wait')
  expect(emitted()).toMatchObject({ wait: [[]], 'update:open': [[false]] })
  expect(emitted()['seal']).toBeUndefined()
})

it('sealing now is the other choice, and closing neither', async () => {
  const { press, emitted } = await open([claim('could-not-check')])
  await press('Back to the test')
  expect(emitted()['seal'] ?? emitted()['wait']).toBeUndefined()
  await press('Seal it as it is')
  expect(emitted()['seal']).toHaveLength(1)
})
