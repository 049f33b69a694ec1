import { enableAutoUnmount, flushPromises, mount } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'

import type { ActivityCall } from '@contract/activity'

import ActivityPage from '../../../../src-renderer/activity/ActivityPage.vue'
import { setBridge } from '../../../../src-renderer/bridge/bridge.ts'
import { FakeBridge, ok } from '../../../support/fake-bridge.ts'
import { sampleBatch, sampleCall } from '../../../support/sample-activity.ts'

enableAutoUnmount(afterEach)
beforeEach(() => {
  setActivePinia(createPinia())
})

const news = (calls: ActivityCall[]) => ({
  change: calls.at(-1)?.change ?? 0,
  oldest: 1,
  dropped: 0,
  calls,
})

async function show(...answers: ActivityCall[][]) {
  const left = [...answers]
  const bridge = new FakeBridge({
    'activity.list': () => ok(news(left.shift() ?? [])),
  })
  const page = await open(bridge)
  return { page, bridge }
}
async function open(bridge: FakeBridge) {
  setBridge(bridge)
  const routes = [{ path: '/:all(.*)*', component: { render: () => null } }]
  const router = createRouter({ history: createMemoryHistory(), routes })
  const page = mount(ActivityPage, { attachTo: document.body, global: { plugins: [router] } })
  await flushPromises()
  return page
}
const rows = (page: Awaited<ReturnType<typeof open>>) => page.findAll('li button').map((row) => row.text())

describe('the activity page', () => {
  it('says what will appear where nothing was sent yet', async () => {
    const { page } = await show([])
    expect(page.text()).toContain('No calls yet')
    expect(page.find('[role=search]').exists()).toBe(false)
  })

  it('says so when it cannot be read, and reads it again', async () => {
    let isBroken = true
    const failure = { kind: 'bug' as const, code: 'x' }
    const answer = () => (isBroken ? { ok: false as const, failure } : ok(news([sampleCall(1)])))
    const page = await open(new FakeBridge({ 'activity.list': answer }))
    expect(page.get('[role=alert]').text()).toContain('Try again')
    isBroken = false
    await page.get('[role=alert] button').trigger('click')
    await flushPromises()
    expect(rows(page)).toHaveLength(1)
    expect(page.find('[role=alert]').exists()).toBe(false)
  })

  it('shows the newest first, and what lay in a batch beneath it', async () => {
    const { page } = await show([sampleCall(1), sampleBatch(2)])
    expect(rows(page)).toHaveLength(4)
    expect(rows(page)[0]).toContain('/v1.0/$batch')
    expect(rows(page)[0]).toContain('2 requests in one')
    expect(rows(page)[2]).toContain('400')
    expect(rows(page)[3]).toContain('Looking at the tenant')
    expect(page.get('[role=status]').text()).toBe('2 calls')
  })

  it('asks for what is new when it hears of some, and shows an answer that came meanwhile', async () => {
    const underWay = sampleCall(1, { status: null, tookMs: null })
    const { page, bridge } = await show([underWay], [sampleCall(1, { change: 2 }), sampleCall(2, { change: 3 })])
    expect(rows(page)[0]).toContain('Under way')
    bridge.publish('activity.changed', { change: 3 })
    await flushPromises()
    expect(bridge.asked.map(({ ask }) => ask)).toEqual([{ after: 0 }, { after: 1 }])
    expect(rows(page)).toHaveLength(2)
    expect(rows(page)[1]).not.toContain('Under way')
    page.unmount()
    bridge.publish('activity.changed', { change: 4 })
    expect(bridge.asked).toHaveLength(2)
  })

  it('finds, tells how many of how many, and leads back to all', async () => {
    const { page } = await show([sampleCall(1), sampleBatch(2), sampleCall(3, { path: '/v1.0/groups' })])
    await page.get('input[aria-label="Find in the calls"]').setValue('groups')
    expect(rows(page)).toHaveLength(1)
    expect(page.get('[role=status]').text()).toBe('1 of 3 calls')
    await page.get('input[aria-label="Find in the calls"]').setValue('nowhere')
    expect(page.text()).toContain('No call fits')
    await page.get('section button').trigger('click')
    expect(rows(page)).toHaveLength(5)
  })

  it('draws a few of 5 000 rows, and goes through them with the arrow keys', async () => {
    const { page } = await show(Array.from({ length: 5000 }, (_, at) => sampleCall(at + 1)))
    expect(page.get('[role=status]').text()).toBe('5,000 calls')
    const drawn = page.findAll('li')
    expect(drawn.length).toBeLessThan(60)
    expect(drawn[2]?.attributes()).toMatchObject({ 'aria-setsize': '5000', 'aria-posinset': '3' })
    const first = page.get<HTMLButtonElement>('li button')
    first.element.focus()
    await first.trigger('keydown', { key: 'ArrowDown' })
    expect(document.activeElement).toBe(page.findAll('li button')[1]?.element)
  })

  it('keeps in view what somebody reads while new calls come in on top', async () => {
    const many = Array.from({ length: 500 }, (_, at) => sampleCall(at + 1, { path: `/v1.0/users/${String(at + 1)}` }))
    const { page, bridge } = await show(many, [sampleCall(501), sampleCall(502)])
    const scroller = page.get('[role=region]')
    scroller.element.scrollTop = 52 * 100
    await scroller.trigger('scroll')
    bridge.publish('activity.changed', { change: 502 })
    await flushPromises()
    expect(scroller.element.scrollTop).toBe(52 * 102)
  })

  it('shows all of one call beside the list, with a request-id to copy', async () => {
    const { page } = await show([sampleBatch(1)])
    await page.findAll('li button')[2]?.trigger('click')
    await flushPromises()
    const dialog = document.querySelector('[role=dialog]')
    expect(dialog?.textContent).toContain('r-refused')
    expect(dialog?.querySelector('[aria-label="Copy r-refused"]')).not.toBeNull()
    expect(dialog?.textContent).toContain('Show the batch it was sent in')
  })
})
