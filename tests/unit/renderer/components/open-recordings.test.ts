import { enableAutoUnmount, mount } from '@vue/test-utils'
import { afterEach, expect, it, vi } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'

import type { OpenRecording } from '../../../../src-main/contract/open-recording.ts'
import OpenRecordings from '../../../../src-renderer/components/OpenRecordings.vue'
import { sampleRecording } from '../../../support/sample-recording'

enableAutoUnmount(afterEach)

const open: OpenRecording = {
  recordingId: sampleRecording().recordingId,
  labTitle: 'Sample lab',
  testUser: 'balas@lab.onmicrosoft.com',
  startedAt: '2026-11-21T09:00:00.000Z',
  proven: 10,
  claims: 13,
  stepsLeft: 0,
  waiting: [{ source: 'auditLogs/directoryAudits', count: 3, nextLookAt: null }],
  notChecked: 0,
  isInFront: false,
}

const router = createRouter({
  history: createMemoryHistory(),
  routes: [{ path: '/', component: { render: () => null } }],
})
const retry = vi.fn()
const show = (recordings: OpenRecording[]) =>
  mount(OpenRecordings, { props: { recordings, failure: null, retry }, global: { plugins: [router] } })

it('an open test says what it waits for, and what is left to do', async () => {
  const view = show([open])
  expect(view.text()).toContain('3 checks are waiting for the audit log')
  expect(view.text()).toContain('10 of 13 proven')
  await view.setProps({ recordings: [{ ...open, waiting: [], stepsLeft: 1, notChecked: 2 }] })
  expect(view.text()).toContain('1 step is left to do')
  expect(view.text()).toContain('2 checks could not be made')
  expect(view.text()).not.toContain('waiting')
})

it('is opened again', async () => {
  const view = show([open])
  await view.get('button').trigger('click')
  expect(view.emitted('open')).toEqual([[open]])
})

it('the one in front is not listed unless it waits for somebody', () => {
  expect(
    show([{ ...open, isInFront: true, waiting: [] }])
      .find('section')
      .exists(),
  ).toBe(false)
  expect(show([{ ...open, isInFront: true }]).text()).toContain('Go on with it')
})

it('nothing is shown while no test is open', () => {
  expect(show([]).find('section').exists()).toBe(false)
})

it('what failed can be tried again', async () => {
  const view = show([])
  await view.setProps({ failure: { kind: 'unreachable', code: 'x' } })
  await view.get('button').trigger('click')
  expect(retry).toHaveBeenCalledOnce()
})
