import { enableAutoUnmount, flushPromises } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import type { Draft, WizardStep } from '@contract/draft'
import type { TenantOverview } from '@contract/tenant'

import SetupWizard from '../../../../src-renderer/wizards/setup/SetupWizard.vue'
import { FakeBridge, ok } from '../../../support/fake-bridge'
import { sampleLab } from '../../../support/sample-lab'
import { refused, showInWindow } from '../../../support/show-in-window'

enableAutoUnmount(afterEach)
beforeEach(() => {
  setActivePinia(createPinia())
})

const overview: TenantOverview = {
  lookedAt: '2026-11-21T09:00:00.000Z',
  displayName: 'A school whose name goes on and on',
  initialDomain: 'lab.onmicrosoft.com',
  tenantId: '11111111-1111-4111-8111-111111111111',
  createdAt: null,
  licences: [],
}
const answers: ConstructorParameters<typeof FakeBridge>[0] = {
  'draft.put': () => ok(undefined),
  'tenant.look': () => ok(overview),
  'tenant.check': () => ok(undefined),
  'people.brought': () => ok([]),
  'plan.build': () => refused,
}

/** The wizard at a step of a lab; `saved` are the drafts it handed over to be kept. */
async function open(step: WizardStep, change: Record<string, unknown> = {}, more: typeof answers = {}) {
  const bridge = new FakeBridge({ ...answers, ...more })
  const draft: Draft = { lab: sampleLab(change), step }
  const window = await showInWindow(SetupWizard, { draft }, bridge)
  const saved = () => bridge.asked.filter(({ name }) => name === 'draft.put').map(({ ask }) => ask as Draft)
  const title = () => window.view.get('h2').text()
  return { ...window, bridge, saved, title }
}

const emptyUsers = { usageLocation: 'US', list: [] }

describe('the wizard', () => {
  it('lets steps be opened that were reached, and no other', async () => {
    const { view, title, press } = await open('licences')
    const steps = view.get('nav').findAll('button')
    expect(steps.map((one) => one.attributes('disabled') !== undefined)).toEqual([
      ...Array<boolean>(4).fill(false),
      true,
      true,
    ])
    expect(steps.filter((one) => one.attributes('aria-current') === 'step').map((one) => one.text())).toEqual([
      '4Licences',
    ])
    await steps[1]?.trigger('click')
    await flushPromises()
    expect(title()).toBe('Group')
    await press('Back')
    expect(title()).toBe('Tenant')
    expect(view.findAll('button').some((one) => one.text() === 'Back')).toBe(false)
  })

  it('keeps every step that was opened, and says when it could not', async () => {
    let isBroken = true
    const { view, press, saved, alerts } = await open(
      'group',
      {},
      { 'draft.put': () => (isBroken ? refused : ok(undefined)) },
    )
    await press('Next: Users')
    expect(saved().at(-1)?.step).toBe('users')
    expect(view.text()).toContain('Not saved')
    expect(alerts()).toEqual([expect.stringContaining('did not answer')])
    isBroken = false
    await press('Try again')
    expect(view.text()).toContain('Draft saved')
    expect(alerts()).toEqual([])
  })

  it('hands the lab over as a file once it is good, and leads to what is wrong before', async () => {
    const { press, field, saidAt, alerts, bridge, title } = await open('users')
    await field('User name, row 1').setValue('two words')
    await press('Back')
    await press('Save lab file')
    expect(bridge.asked.some(({ name }) => name === 'lab.write')).toBe(false)
    expect(alerts().join()).toContain('users.list.0.userName')
    expect(title()).toBe('Users')
    expect(document.activeElement).toBe(field('User name, row 1').element)
    expect(saidAt(field('User name, row 1'))).toContain('digits')
  })
})

describe('the step Tenant', () => {
  it('shows that it is looking, then what it found', async () => {
    let answer: (value: ReturnType<typeof ok<TenantOverview>>) => void = () => undefined
    const asked = new Promise<ReturnType<typeof ok<TenantOverview>>>((resolve) => (answer = resolve))
    const { view } = await open('tenant', {}, { 'tenant.look': () => asked as never })
    expect(view.get('h2 + p').text()).toContain('Only reads: what the tenant is')
    expect(view.get('dl').text()).toBe('OrganisationInitial domainTenant id')
    answer(ok(overview))
    await flushPromises()
    expect(view.get('dl').text()).toContain(overview.displayName)
    expect(view.find('[aria-label="Copy lab.onmicrosoft.com"]').exists()).toBe(true)
  })

  it('says why it could not look, and looks again', async () => {
    let isBroken = true
    const { view, press, alerts } = await open(
      'tenant',
      {},
      { 'tenant.look': () => (isBroken ? refused : ok(overview)) },
    )
    expect(alerts()).toHaveLength(1)
    expect(view.find('dl').exists()).toBe(false)
    isBroken = false
    await press('Try again')
    expect(alerts()).toEqual([])
    expect(view.get('dl').text()).toContain(overview.displayName)
  })
})

describe('the step Group', () => {
  it('says what is wrong with the name once the field is left, and not while it is typed', async () => {
    const { field, saidAt } = await open('group')
    const name = field('Group name')
    await name.setValue('Class\u200fA')
    expect(saidAt(name)).toBe('')
    await name.trigger('blur')
    expect(saidAt(name)).toBe('Holds a character that cannot be seen.')
    expect(name.element.value).toBe('Class\u200fA')
    await name.setValue('')
    expect(saidAt(name)).toBe('Enter something here.')
    await name.setValue('Class A')
    expect(saidAt(name)).toBe('')
  })

  it('stays with the cursor at the first problem when one goes on, and keeps what was typed', async () => {
    const { view, field, press, title, saidAt } = await open('group')
    await field('Group name').setValue('Class A')
    await field('Description').setValue('Turned \u202e')
    await press('Next: Users')
    expect(title()).toBe('Group')
    expect(document.activeElement).toBe(field('Description').element)
    expect(saidAt(field('Description'))).toBe('Holds a character that cannot be seen.')
    expect(field('Group name').element.value).toBe('Class A')
    expect(view.get('h2 + p').text()).toContain('Class A')
  })

  it('shows the longest name there can be whole, with what it does', async () => {
    const long = 'Pilot 🎓 '.repeat(28)
    const { view, field } = await open('group', { group: { displayName: long } })
    expect(field('Group name').element.value).toBe(long.trim())
    expect(view.get('h2 + p').text()).toContain(long.trim())
  })

  it('lets one choose what happens when it is there, and forgets an object id for the name', async () => {
    const id = '33333333-3333-4333-8333-333333333333'
    const { view, press } = await open('group', { group: { displayName: 'SSPRTesters', id } })
    expect(view.findAll('[role=radio]').map((one) => one.attributes('aria-checked'))).toEqual([
      'true',
      'false',
      'false',
    ])
    expect(view.text()).toContain(id)
    await press('Go by the name SSPRTesters again')
    expect(view.text()).not.toContain(id)
  })
})

describe('the step Users', () => {
  it('without anybody says to add one, and where', async () => {
    const { view, press, alerts, title } = await open('users', { users: emptyUsers })
    expect(view.find('table').exists()).toBe(false)
    expect(alerts()).toEqual([])
    await press('Next: Licences')
    expect(title()).toBe('Users')
    expect(alerts()).toContain('Add at least one user, or a series.')
    expect(document.activeElement?.textContent).toContain('Add a user')
  })

  it('says of each field what is wrong once it is left, and leads to the first of them', async () => {
    const { field, press, saidAt } = await open('users')
    const wrong = [
      ['Display name, row 1', '\u202eBala', 'Holds a character that cannot be seen.'],
      ['Usage location, row 1', 'QQ', 'QQ is not a country.'],
      ['Control user’s user name', 'balas', 'Must not be one of the users: the control user stays outside the group.'],
      ['Control user’s display name', ' ', 'Enter something here.'],
    ] as const
    for (const [label, text, reason] of wrong) {
      await field(label).setValue(text)
      expect(saidAt(field(label))).toBe('')
      await field(label).trigger('blur')
      expect(saidAt(field(label))).toBe(reason)
    }
    await press('Next: Licences')
    expect(document.activeElement).toBe(field('Display name, row 1').element)
    expect(field('Control user’s user name').element.value).toBe('balas')
  })

  it('with long names counts them, and says what a series makes', async () => {
    const list = Array.from({ length: 3 }, (_, at) => ({
      userName: `${'x'.repeat(63)}${String(at)}`,
      displayName: 'Wolfeschlegelsteinhausenbergerdorff '.repeat(7).trim(),
    }))
    const users = { usageLocation: 'US', list, series: { userName: 'pupil{n}', displayName: 'Pupil {n}', count: 20 } }
    const { view, field } = await open('users', { users, checklist: { ...sampleLab().checklist, testUser: 'pupil01' } })
    expect(view.get('h2 + p').text()).toContain('Creates 23 users')
    expect(view.get('[data-testid=series-preview]').text()).toBe('Makes 20 users: pupil01 … pupil20')
    expect(field('User name, row 3').element.value).toHaveLength(64)
    await field('How many').setValue('')
    await field('How many').trigger('blur')
    expect(view.text()).toContain('Enter a value.')
  })

  it('says that the test user is nobody of them any more', async () => {
    const { view, field, press, title } = await open('users')
    await field('User name, row 1').setValue('bala')
    await press('Next: Licences')
    expect(title()).toBe('Users')
    expect(view.text()).toContain('balas is not one of the users.')
  })
})

describe('the step Licences', () => {
  const licence = { skuId: overview.tenantId, skuPartNumber: 'AAD_PREMIUM', productName: 'Microsoft Entra ID P1' }
  const stock = [{ ...licence, freeUnits: 3, totalUnits: 1200, usable: true }]

  it('offers what the tenant has with what is free, and keeps what the lab asks for', async () => {
    const { view } = await open(
      'licences',
      { licences: { product: 'EMS' } },
      { 'tenant.look': () => ok({ ...overview, licences: stock }) },
    )
    expect(view.text()).toContain('Microsoft Entra ID P1')
    expect(view.text()).toContain('3 of 1,200 free')
    expect(view.text()).toContain('Asked for by the lab; not in this tenant')
    expect(view.text()).toContain('At most 2 licences will be assigned')
  })

  it('counts anew when the licences are left alone', async () => {
    const { view } = await open('licences', { licences: { assign: 'keep', operator: false } })
    expect(view.get('h2 + p').text()).toBe('Leaves the users’ licences alone.')
    expect(view.text()).toContain('At most 0 licences')
  })

  it('says why the products are missing, lets one choose all the same, and looks again', async () => {
    let isBroken = true
    const { view, press, alerts } = await open(
      'licences',
      {},
      { 'tenant.look': () => (isBroken ? refused : ok({ ...overview, licences: stock })) },
    )
    expect(alerts()).toHaveLength(1)
    expect(view.text()).toContain('Any product with Entra ID P1 or P2')
    isBroken = false
    await press('Try again')
    expect(alerts()).toEqual([])
    expect(view.text()).toContain('Microsoft Entra ID P1')
  })
})

describe('the step SSPR', () => {
  it('says at the choices and numbers what does not fit, and leads to the first', async () => {
    const { view, field, saidAt, press, title } = await open('sspr')
    expect(view.get('h2 + p').text()).toContain('with exact values from here')
    expect(view.text()).toContain('1 February 2027')
    const days = field('Days until they are asked to re-confirm')
    await days.setValue('731')
    expect(saidAt(days)).toBe('')
    await days.trigger('blur')
    expect(saidAt(days)).toBe('At most 730.')
    await press('Next: Review')
    expect(title()).toBe('SSPR')
    expect(document.activeElement).toBe(days.element)
    await days.setValue('0')
    expect(view.text()).not.toContain('At most 730.')
  })

  it('says that what is registered is not among the methods', async () => {
    const { alerts, press, title } = await open('sspr', { sspr: { ...sampleLab().sspr, methods: { Sms: 'off' } } })
    expect(alerts()).toEqual([])
    await press('Next: Review')
    expect(title()).toBe('SSPR')
    expect(alerts()).toEqual(['Something the test user registers is not among the methods.'])
  })

  it('asks for the help-desk contact only where it is to be set', async () => {
    const { view, field, saidAt } = await open('sspr')
    expect(view.text()).not.toContain('Help-desk e-mail or URL')
    await field('Set the help-desk link').trigger('click')
    const contact = field('Help-desk e-mail or URL')
    expect(contact.element.value).toBe('admin@{domain}')
    await contact.setValue(' ')
    await contact.trigger('blur')
    expect(saidAt(contact)).toBe('Enter something here.')
  })
})
