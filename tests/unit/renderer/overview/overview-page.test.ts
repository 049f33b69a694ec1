import { enableAutoUnmount, flushPromises } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import OverviewPage from '../../../../src-renderer/overview/OverviewPage.vue'
import { FakeBridge, ok } from '../../../support/fake-bridge'
import { sampleRecording } from '../../../support/sample-recording'
import { refused, showInWindow } from '../../../support/show-in-window'

enableAutoUnmount(afterEach)
beforeEach(() => {
  setActivePinia(createPinia())
})

type Answers = NonNullable<ConstructorParameters<typeof FakeBridge>[0]>

const nothing: Answers = {
  'draft.get': () => ok(null),
  'run.current': () => ok(null),
  'portal.current': () => ok(null),
  'recording.current': () => ok(null),
  'recording.list': () => ok([]),
  'evidence.list': () => ok([]),
}
const open = (answers: Answers) => showInWindow(OverviewPage, {}, new FakeBridge({ ...nothing, ...answers }))

describe('the overview', () => {
  it('says where one is while it loads', async () => {
    const answer = Promise.withResolvers<unknown>()
    const { view } = await open({ 'evidence.list': () => answer.promise as never })
    expect(view.find('[role=status][aria-label=Loading]').exists()).toBe(true)
    expect(view.get('h1').text()).toBe('Overview')
    answer.resolve(ok([]))
    await flushPromises()
    expect(view.get('h1').text()).toBe('Welcome to your lab')
  })

  it('says that the lab could not be read instead of passing for one without any, and reads it again', async () => {
    let isBroken = true
    const { alerts, press } = await open({ 'draft.get': () => (isBroken ? refused : ok(null)) })
    expect(alerts()).toEqual([expect.stringContaining('did not answer')])
    isBroken = false
    await press('Try again')
    expect(alerts()).toEqual([])
  })

  it('waits for nobody where ResetLab itself acts', async () => {
    const steps = sampleRecording().steps.slice(0, 2)
    const begun = steps.map((step, index) => ({ ...step, begunAt: index === 0 ? '2026-11-21T09:00:00.000Z' : null }))
    const { view } = await open({ 'recording.current': () => ok({ ...sampleRecording(), steps: begun }) })
    const words = view.findAll('section[aria-labelledby=stand-title] li').map((one) => one.text())
    const [ours, yours] = steps.map(({ claims }) => claims.length)
    expect(words.filter((text) => text.endsWith('Not looked at yet'))).toHaveLength(ours ?? -1)
    expect(words.filter((text) => text.endsWith('Waiting for you'))).toHaveLength(yours ?? -1)
  })
})
