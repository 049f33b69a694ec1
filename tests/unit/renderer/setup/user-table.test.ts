import { enableAutoUnmount, mount } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { nextTick } from 'vue'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'

import { setBridge } from '../../../../src-renderer/bridge/bridge'
import { createLabForm, labFormKey } from '../../../../src-renderer/wizards/setup/lab-form'
import UserTable from '../../../../src-renderer/wizards/setup/UserTable.vue'
import { FakeBridge } from '../../../support/fake-bridge'
import { sampleLab } from '../../../support/sample-lab'

enableAutoUnmount(afterEach)
beforeEach(() => {
  setActivePinia(createPinia())
  setBridge(new FakeBridge())
})

function open(count: number) {
  const list = Array.from({ length: count }, (_, at) => ({ userName: `p${String(at)}`, displayName: 'Somebody' }))
  const form = createLabForm(sampleLab({ users: { usageLocation: 'US', list } }))
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [{ path: '/', component: { render: () => null } }],
  })
  const table = mount(UserTable, {
    global: { plugins: [router], provide: { [labFormKey]: form } },
    attachTo: document.body,
  })
  const names = () => table.findAll('tbody tr').map((row) => row.get('input').element.value)
  return { form, table, names }
}

it('draws a thousand users a page at a time, and the page with the row that Next wants to show', async () => {
  const { form, table, names } = open(1000)
  expect(names()).toHaveLength(50)
  expect(names()[0]).toBe('p0')
  const user = form.lab.users.list[821]
  if (user) user.userName = 'two words'
  form.check('users')
  await nextTick()
  expect(names()).toContain('two words')
  expect(names()).toHaveLength(50)
  expect(table.text()).toContain('User name, row 822')
})

it('shows the page of a wrong row each time Next asks for it, also after another page was looked at', async () => {
  const { form, table, names } = open(1000)
  const user = form.lab.users.list[821]
  if (user) user.userName = 'two words'
  form.check('users')
  await nextTick()
  const first = table
    .get('[aria-label="Pages of users"]')
    .findAll('button')
    .find((one) => one.text() === '1')
  await first?.trigger('click')
  expect(names()[0]).toBe('p0')
  form.check('users')
  await nextTick()
  expect(names()).toContain('two words')
})

it('shows a short list whole, and a new row at its end', async () => {
  const { table, names } = open(50)
  expect(table.find('[aria-label="Pages of users"]').exists()).toBe(false)
  Element.prototype.scrollIntoView = () => undefined
  const add = table.findAll('button').find((button) => button.text() === 'Add a user')
  await add?.trigger('click')
  await nextTick()
  expect(names()).toEqual([''])
  expect(table.find('[aria-label="Pages of users"]').exists()).toBe(true)
})

it('finds among thousands, keeps who was found while they are changed, and says when nobody fits', async () => {
  const { table, names, form } = open(5000)
  const find = table.get('input[aria-label="Find in: Users one by one"]')
  await find.setValue('P4999')
  expect(names()).toEqual(['p4999'])
  expect(table.text()).toContain('1 of 5,000')
  await table.get('tbody input').setValue('somebody-else')
  expect(names()).toEqual(['somebody-else'])
  await table.get('button[aria-label="Remove row 5,000"]').trigger('click')
  await nextTick()
  expect(form.lab.users.list).toHaveLength(4999)
  expect(table.text()).toContain('Nothing here fits “P4999”.')
  await table
    .findAll('button')
    .find((one) => one.text() === 'Show all')
    ?.trigger('click')
  expect(names()).toHaveLength(50)
  expect(document.activeElement).toBe(table.get('input[type=search]').element)
})

it('leaves the search for the row that Next wants to show', async () => {
  const { table, names, form } = open(1000)
  await table.get('input[type=search]').setValue('p7')
  const user = form.lab.users.list[321]
  if (user) user.userName = 'two words'
  form.check('users')
  await nextTick()
  expect(names()).toContain('two words')
})

it('without anybody says how to add them', () => {
  const { table } = open(0)
  expect(table.text()).toContain('No users yet. Add them one by one here, or many at once below')
})
