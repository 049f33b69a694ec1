import { DOMWrapper, enableAutoUnmount, flushPromises, mount } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'

import type { Reply } from '../../../../../src-main/contract/failure.ts'
import type { Lab } from '../../../../../src-main/contract/lab.ts'
import type { PeopleCheck, TenantUser, TenantUserSearch } from '../../../../../src-main/contract/people-in-tenant.ts'
import { setBridge } from '../../../../../src-renderer/bridge/bridge'
import { useSessionStore } from '../../../../../src-renderer/stores/session'
import { createLabForm, labFormKey } from '../../../../../src-renderer/wizards/setup/lab-form'
import GeneratePeople from '../../../../../src-renderer/wizards/setup/people/GeneratePeople.vue'
import PickPeople from '../../../../../src-renderer/wizards/setup/people/PickPeople.vue'
import { FakeBridge, ok } from '../../../../support/fake-bridge'
import { sampleLab } from '../../../../support/sample-lab'
import { sampleSession } from '../../../../support/sample-target'

const domain = 'lab.onmicrosoft.com'
let bridge: FakeBridge
let check: PeopleCheck
let search: (ask: unknown) => Reply<TenantUserSearch>

const router = createRouter({
  history: createMemoryHistory(),
  routes: [{ path: '/', component: { render: () => null } }],
})
enableAutoUnmount(afterEach)
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  setActivePinia(createPinia())
  check = { taken: [], deleted: [], unusableDomains: [] }
  search = () => ok({ users: [], hasMore: false })
  bridge = new FakeBridge({ 'people.check': () => ok(check), 'people.search': (ask) => search(ask) })
  setBridge(bridge)
})
afterEach(() => {
  vi.useRealTimers()
})

type View = DOMWrapper<HTMLElement>

const generator = (global: object) =>
  mount(GeneratePeople, { props: { isShown: true }, global, attachTo: document.body })
const picker = (global: object) => mount(PickPeople, { global, attachTo: document.body })

async function open(
  show: typeof generator | typeof picker,
  change: Record<string, unknown> = {},
): Promise<{ view: View; lab: Lab }> {
  useSessionStore().session = sampleSession()
  const form = createLabForm(sampleLab(change))
  show({ plugins: [router], provide: { [labFormKey]: form } })
  await settle()
  return { view: new DOMWrapper(document.body), lab: form.lab }
}

/** Lets pauses after typing pass, and answers come. */
async function settle(): Promise<void> {
  await vi.runAllTimersAsync()
  await flushPromises()
}

function button(view: View, name: string | RegExp) {
  const found = view.findAll('button').find((one) => {
    const says = one.attributes('aria-label') ?? one.text()
    return typeof name === 'string' ? says === name : name.test(says)
  })
  if (!found) throw new Error(`there is no button ${String(name)}`)
  return found
}

const user = (name: string, more: Partial<TenantUser> = {}): TenantUser => ({
  userPrincipalName: `${name}@${domain}`,
  displayName: name.toUpperCase(),
  usageLocation: null,
  hindrance: null,
  ...more,
})
const askedFor = (name: string): unknown[] => bridge.asked.filter((one) => one.name === name).map(({ ask }) => ask)

describe('people who are generated', () => {
  it('are 20 learners, unless something else is asked for', async () => {
    const { view, lab } = await open(generator)
    expect(view.get('[data-testid=generated-count]').text()).toBe('Makes 20 people, such as:')
    expect(view.findAll('li').map((one) => one.text())).toHaveLength(5)
    await button(view, 'Add 20 people').trigger('click')
    expect(lab.users.list).toHaveLength(21)
    expect(lab.users.list.at(-1)).toEqual({ userName: 'learner20', displayName: 'Learner 20' })
    expect(view.get('[role=status]').text()).toBe('20 people were added to the lab.')
    expect(view.get('[data-testid=left-out]').text()).toBe('20 people left out')
  })

  it('are looked up in the tenant: who cannot be used is left out, who is there is named', async () => {
    check = {
      taken: [user('learner01'), user('learner02', { displayName: 'Sync Ed', hindrance: 'synced' })],
      deleted: [`learner03@${domain}`],
      unusableDomains: [],
    }
    const { view } = await open(generator)
    expect(askedFor('people.check')).toHaveLength(1)
    expect(button(view, /^Add /).text()).toBe('Add 19 people')
    expect(view.text()).toContain('In the tenant already, as LEARNER01, and will be used.')
    expect(view.text()).toContain('A deleted user of this name lies in the recycle bin; a new one is made.')
    expect(view.text()).toContain('Sync Ed is kept on premises, and so is the password.')
    expect(view.get('[data-testid=tenant-check]').text()).toBe('2 in the tenant already, 1 in its recycle bin.')
  })

  it('are left out when they are there, where the lab stops then', async () => {
    check = { taken: [user('learner01')], deleted: null, unusableDomains: [] }
    const users = { usageLocation: 'US', whenTheyExist: 'stop', list: [{ userName: 'balas', displayName: 'Bala' }] }
    const { view } = await open(generator, { users })
    expect(button(view, /^Add /).text()).toBe('Add 19 people')
    expect(view.get('[data-testid=tenant-check]').text()).toContain('its recycle bin may not be read')
  })

  it('say what is wrong with a pattern', async () => {
    const { view } = await open(generator)
    await view.get('input.font-mono, .font-mono input').setValue('learner{20..01}')
    expect(view.text()).toContain('{20..01} ends before it begins.')
    expect(button(view, /^Add /).attributes('disabled')).toBeDefined()
  })

  it('come from a pasted list of names', async () => {
    const { view, lab } = await open(generator)
    await view.findAll('button[role=radio]')[1]?.trigger('click')
    await view.get('textarea').setValue('Anna Berg\nSandhu, Bala\nАнна Берг')
    expect(view.text()).toContain('1 person left out')
    await button(view, 'Add 2 people').trigger('click')
    expect(lab.users.list.slice(1)).toEqual([
      { userName: 'anna.berg', displayName: 'Anna Berg' },
      { userName: 'bala.sandhu', displayName: 'Bala Sandhu' },
    ])
  })
})

describe('people of the tenant', () => {
  const typed = async (view: View, text: string): Promise<void> => {
    await view.get('input[type=search]').setValue(text)
    await settle()
  }

  it('are found once a word is typed, and added with what the tenant says of them', async () => {
    search = () => ok({ users: [user('anna', { usageLocation: 'DE' })], hasMore: true })
    const { view, lab } = await open(picker)
    await typed(view, 'an')
    expect(askedFor('people.search')).toEqual([{ text: 'an' }])
    expect(view.text()).toContain('There are more.')
    await button(view, `Add ANNA, anna@${domain}`).trigger('click')
    expect(lab.users.list.at(-1)).toEqual({ userName: 'anna', displayName: 'ANNA', usageLocation: 'DE' })
    expect(view.text()).toContain('Already in this lab.')
  })

  it('of another domain keep it', async () => {
    search = () => ok({ users: [user('bo', { userPrincipalName: 'bo@classes.example' })], hasMore: false })
    const { view, lab } = await open(picker)
    await typed(view, 'bo')
    await button(view, /^Add BO/).trigger('click')
    expect(lab.users.list.at(-1)).toEqual({ userName: 'bo', displayName: 'BO', domain: 'classes.example' })
  })

  it.each([
    ['operator', 'Is you, who are signed in.'],
    ['guest', 'Is a guest, whose password is kept elsewhere.'],
    ['synced', 'Is kept on premises, and so is the password.'],
    ['disabled', 'May not sign in.'],
  ] as const)('that are a hindrance (%s) cannot be added, and it says why', async (hindrance, why) => {
    search = () => ok({ users: [user('cy', { hindrance })], hasMore: false })
    const { view } = await open(picker)
    await typed(view, 'cy')
    expect(view.text()).toContain(why)
    expect(view.findAll('button').filter((one) => one.text() === 'Add')).toHaveLength(0)
  })

  it('that are not there, or cannot be asked for, are said to be so', async () => {
    const { view } = await open(picker)
    await typed(view, 'xx')
    expect(view.text()).toContain('Nobody’s name begins like that.')
    search = () => ({ ok: false, failure: { kind: 'unreachable', code: 'graph.unreachable' } })
    await typed(view, 'xy')
    expect(view.get('[role=alert]').text()).toContain('The service did not answer.')
    search = () => ok({ users: [user('xyz')], hasMore: false })
    await button(view, 'Try again').trigger('click')
    await settle()
    expect(view.find('[role=alert]').exists()).toBe(false)
    expect(view.text()).toContain('XYZ')
  })

  it('found for an older word never stand under a newer one', async () => {
    const { view } = await open(picker)
    const slow = Promise.withResolvers<Reply<TenantUserSearch>>()
    bridge.call = (name, ask) => {
      bridge.asked.push({ name, ask })
      const answer = askedFor('people.search').length === 1 ? slow.promise : Promise.resolve(search(ask))
      return answer as never
    }
    search = () => ok({ users: [user('new')], hasMore: false })
    await typed(view, 'ol')
    await typed(view, 'ne')
    slow.resolve(ok({ users: [user('old')], hasMore: false }))
    await settle()
    expect(view.text()).toContain('NEW')
    expect(view.text()).not.toContain('OLD')
  })
})
