import { enableAutoUnmount, flushPromises, mount } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'

import type { MovedPassword } from '../../../../../src-main/contract/people-in-tenant.ts'
import { setBridge } from '../../../../../src-renderer/bridge/bridge'
import { useSessionStore } from '../../../../../src-renderer/stores/session'
import { createLabForm, labFormKey } from '../../../../../src-renderer/wizards/setup/lab-form'
import UserTable from '../../../../../src-renderer/wizards/setup/UserTable.vue'
import { FakeBridge, ok } from '../../../../support/fake-bridge'
import { sampleLab } from '../../../../support/sample-lab'
import { sampleSession } from '../../../../support/sample-target'

const upn = (name: string): string => `${name}@lab.onmicrosoft.com`
let bridge: FakeBridge
let outcome: MovedPassword

enableAutoUnmount(afterEach)
beforeEach(() => {
  setActivePinia(createPinia())
  outcome = 'moved'
  bridge = new FakeBridge({ 'people.movePassword': () => ok(outcome) })
  setBridge(bridge)
})

function open() {
  useSessionStore().session = sampleSession()
  const list = ['anna', 'bo'].map((userName) => ({ userName, displayName: userName }))
  const form = createLabForm(sampleLab({ users: { usageLocation: 'US', list } }))
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [{ path: '/', component: { render: () => null } }],
  })
  const table = mount(UserTable, {
    global: { plugins: [router], provide: { [labFormKey]: form } },
    attachTo: document.body,
  })
  async function rename(row: number, name: string): Promise<void> {
    const input = table.findAll('tbody tr')[row]?.get('input')
    await input?.trigger('focusin')
    await input?.setValue(name)
    await input?.trigger('focusout')
    await flushPromises()
  }
  const moves = () => bridge.asked.map(({ ask }) => ask)
  return { table, rename, moves }
}

it('carries the password of a row to its new name, once the row is left', async () => {
  const { rename, moves } = open()
  await rename(0, 'anna')
  expect(moves()).toEqual([])
  await rename(0, 'anna.berg')
  await rename(0, 'anna.b')
  expect(moves()).toEqual([
    { from: upn('anna'), to: upn('anna.berg') },
    { from: upn('anna.berg'), to: upn('anna.b') },
  ])
})

it('never takes the password of another row for a moment of equal names', async () => {
  const { rename, moves } = open()
  outcome = 'taken'
  await rename(0, 'bo')
  outcome = 'moved'
  await rename(0, 'cy')
  expect(moves()).toEqual([
    { from: upn('anna'), to: upn('bo') },
    { from: upn('anna'), to: upn('cy') },
  ])
})

it('says at the row when the password holds the new name, until another one is typed', async () => {
  const { table, rename } = open()
  outcome = 'unfit'
  await rename(0, 'otter')
  expect(table.text()).toContain('The password from your file holds this name')
  outcome = 'moved'
  await rename(0, 'anna.berg')
  expect(table.text()).not.toContain('The password from your file holds this name')
})

it('drops the password of a row that is removed', async () => {
  const { table, moves } = open()
  // jsdom lays nothing out.
  Element.prototype.scrollIntoView = () => undefined
  await table.get('button[aria-label="Remove row 2"]').trigger('click')
  await flushPromises()
  expect(moves()).toEqual([{ from: upn('bo'), to: null }])
})
