import { enableAutoUnmount, mount } from '@vue/test-utils'
import { afterEach, expect, it } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'

import { emptyLines, type Prerequisite, prerequisiteTexts, type TenantLine } from '@contract/prerequisite'
import PrerequisiteList from '../../../../src-renderer/wizards/setup/prerequisites/PrerequisiteList.vue'

enableAutoUnmount(afterEach)

const finding = (id: Prerequisite['id'], outcome: Prerequisite['outcome'], more: Partial<Prerequisite> = {}) => ({
  id,
  outcome,
  detail: `Detail of ${id}.`,
  remedy: null,
  more: [],
  place: { path: 'Entra ID › Overview', url: 'https://entra.microsoft.com/' },
  lookedAt: '2026-11-21T09:00:00.000Z',
  ...more,
})

function show(found: readonly Prerequisite[], change: Partial<TenantLine> = {}) {
  const lines = emptyLines().map((line) => ({
    ...line,
    found: found.find(({ id }) => id === line.id) ?? null,
    ...(line.id === 'roles' ? change : {}),
  }))
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [{ path: '/', component: { render: () => null } }],
  })
  return mount(PrerequisiteList, { props: { lines }, global: { plugins: [router] } })
}

it('counts by outcome, what needs a person first, and what is still being looked at', () => {
  const list = show([finding('domain', 'ready'), finding('licence', 'ready'), finding('methods', 'needs-you')], {
    isLooking: true,
  })
  expect(list.get('[role="status"]').text()).toBe('1 needs you2 readystill looking at 1')
})

it('can be stopped while it looks, and says of a line that it was not looked at', async () => {
  const list = show([finding('domain', 'ready')], { isLooking: true })
  await list
    .findAll('button')
    .find((button) => button.text() === 'Stop')
    ?.trigger('click')
  expect(list.emitted('stop')).toHaveLength(1)
  await list.setProps({ lines: emptyLines() })
  expect(list.text()).not.toContain('Stop')
  expect(list.findAll('li').map((line) => line.text().includes('Not looked at.'))).not.toContain(false)
})

it('unfolds what needs a person, with the remedy, the why and the way', () => {
  const found = finding('methods', 'needs-you', { remedy: 'Switch it on.', more: ['E-mail: off.'] })
  const list = show([found, finding('domain', 'ready')])
  const [domain, methods] = list.findAll('details')
  expect([domain?.attributes('open'), methods?.attributes('open')]).toEqual([undefined, ''])
  const text = methods?.text() ?? ''
  for (const part of ['E-mail: off.', prerequisiteTexts.methods.why, 'Entra ID › Overview'])
    expect(text).toContain(part)
  expect(list.text()).toContain('Switch it on.')
  expect(methods?.get('a').attributes('href')).toBe('https://entra.microsoft.com/')
})

it('keeps what was found before beside the failure of a new look', () => {
  const list = show([finding('roles', 'ready')], { failure: { kind: 'unreachable', code: 'graph.no-answer' } })
  expect(list.text()).toContain('Detail of roles.')
  expect(list.get('[role="alert"]').text()).toContain('did not answer')
})

it('asks for one line, or for all of them', async () => {
  const list = show([finding('roles', 'ready')])
  await list.get(`[aria-label="Look again: ${prerequisiteTexts.roles.title}"]`).trigger('click')
  expect(list.emitted('look')).toEqual([['roles']])
  await list
    .findAll('button')
    .find((button) => button.text() === 'Look again')
    ?.trigger('click')
  expect(list.emitted('lookAtAll')?.length).toBe(1)
})
