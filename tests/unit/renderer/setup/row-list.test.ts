import { enableAutoUnmount, mount } from '@vue/test-utils'
import { nextTick } from 'vue'
import { afterEach, expect, it } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'

import type { RowState } from '@contract/plan'

import RowList from '../../../../src-renderer/wizards/setup/RowList.vue'

enableAutoUnmount(afterEach)

const rowsOf = (count: number, working = -1) =>
  Array.from({ length: count }, (_, at) => {
    const state: RowState = at === working ? 'working' : 'waiting'
    return { actionId: String(at), what: `Row ${String(at)}`, reason: null, state }
  })
const router = createRouter({
  history: createMemoryHistory(),
  routes: [{ path: '/', component: { render: () => null } }],
})
const list = (count: number, working?: number) =>
  mount(RowList, {
    props: { rows: rowsOf(count, working), label: 'Rows' },
    global: { plugins: [router] },
    attachTo: document.body,
  })

it('draws every row of a short list, and a few of a long one with their places in the whole', () => {
  expect(list(150).findAll('li')).toHaveLength(150)
  const long = list(15_000).findAll('li')
  expect(long.length).toBeLessThan(60)
  expect(long[3]?.attributes()).toMatchObject({ 'aria-setsize': '15000', 'aria-posinset': '4' })
})

it('shows the rows one scrolls to', async () => {
  const rows = list(15_000)
  const scroller = rows.get('[role=region]')
  scroller.element.scrollTop = 62 * 9000
  await scroller.trigger('scroll')
  expect(rows.text()).toContain('Row 9000')
  expect(rows.text()).not.toContain('Row 100 ')
})

it('keeps the row being worked on in view', async () => {
  const rows = list(15_000, 0)
  await rows.setProps({ rows: rowsOf(15_000, 7000) })
  await nextTick()
  expect(rows.text()).toContain('Row 7000')
})

it('stays where somebody reads, until they are gone', async () => {
  const rows = list(15_000, 0)
  const region = rows.get('[role=region]')
  await region.trigger('wheel')
  await rows.setProps({ rows: rowsOf(15_000, 7000) })
  await nextTick()
  expect(rows.text()).not.toContain('Row 7000')
  await region.trigger('pointerleave')
  await rows.setProps({ rows: rowsOf(15_000, 7001) })
  await nextTick()
  expect(rows.text()).toContain('Row 7001')
})

it('keeps the row that comes next in view where none is worked on, as while the quota is waited for', async () => {
  const rows = list(15_000, 0)
  const done = (upTo: number) => rowsOf(15_000).map((row, at) => (at < upTo ? { ...row, state: 'done' as const } : row))
  await rows.setProps({ rows: done(7000) })
  await nextTick()
  expect(rows.text()).toContain('Row 7000')
})

it('lets a row that failed be tried again by itself, and no other row', async () => {
  const rows = (['done', 'failed', 'unsettled'] as const).map((state) => ({
    actionId: state,
    what: `Row ${state}`,
    reason: null,
    state,
  }))
  const wrapper = mount(RowList, { props: { rows, label: 'Rows', canTry: true }, global: { plugins: [router] } })
  const buttons = wrapper.findAll('button')
  expect(buttons.map((button) => button.attributes('aria-label'))).toEqual([
    'Try again: Row failed',
    'Try again: Row unsettled',
  ])
  await buttons[0]?.trigger('click')
  expect(wrapper.emitted('try')).toEqual([['failed']])
  await wrapper.setProps({ canTry: false })
  expect(wrapper.findAll('button')).toHaveLength(0)
})

it('finds rows by every word of what they say, and begins at their top', async () => {
  const rows = list(5000)
  await rows.get('input[aria-label="Find in: Rows"]').setValue('4321 ROW')
  expect(rows.findAll('li').map((one) => one.text())).toEqual([expect.stringContaining('Row 4321')])
  expect(rows.get('[role=status]').text()).toBe('1 of 5,000')
  await rows.get('input[type=search]').setValue('nothing like it')
  expect(rows.findAll('li')).toHaveLength(0)
  expect(rows.text()).toContain('Nothing here fits “nothing like it”.')
  await rows.get('input[type=search]').trigger('keydown', { key: 'Escape' })
  expect(rows.findAll('li').length).toBeGreaterThan(5)
})

it('offers no search of what is seen at a glance', () => {
  expect(list(12).find('input[type=search]').exists()).toBe(false)
  expect(list(13).find('input[type=search]').exists()).toBe(true)
})
