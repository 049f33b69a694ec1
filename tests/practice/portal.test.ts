import { describe, expect, test } from 'vitest'

import type { PageView } from '../../src-main/host/rehearse/page-view.ts'
import { PrivateWindow } from '../../src-main/host/rehearse/private-window.ts'
import { walkSignIn } from '../../src-main/host/rehearse/sign-in-walk.ts'
import {
  addGroup,
  addPerson,
  type Bench,
  control,
  licence,
  preparePilot,
  startBench,
} from './support/practice-bench.ts'
import { beginReset } from './support/practice-pages.ts'

const minute = 60_000

/** Signed in at the portal, on the page a person meets there. */
async function openPortal(
  bench: Bench,
  upn: string,
  password: string,
): Promise<{ window: PrivateWindow; page: PageView }> {
  const window = new PrivateWindow()
  const first = await window.visit(bench.server.info.passwordResetUrl)
  return { window, page: await walkSignIn(window, first, { upn, password }) }
}

/** The administrator, with a licence of their own. */
async function openAsAdmin(bench: Bench) {
  const { adminUpn, adminPassword } = bench.server.info
  await licence(bench, (await bench.graph.get('me')).body.text('id'))
  return openPortal(bench, adminUpn, adminPassword)
}

const policyRows = async (bench: Bench) => {
  const filter = encodeURIComponent("activityDisplayName eq 'Self-service password reset policy changes'")
  return (await bench.graph.get(`auditLogs/directoryAudits?$filter=${filter}`)).body.list('value')
}

describe('who is let in', () => {
  test('nobody without a role, and without a licence of their own only the trial offer shows [portal.access]', async () => {
    const bench = await startBench()
    const { adminUpn, adminPassword } = bench.server.info
    const person = await addPerson(bench, 'balas')
    expect((await openPortal(bench, adminUpn, adminPassword)).page.text('.notice')).toBe(
      'Get a free Premium trial to use this feature',
    )
    expect((await openPortal(bench, person.upn, person.password)).page.title).toBe('You do not have access')
    expect((await openAsAdmin(bench)).page.title).toBe('Password reset | Properties')
  })

  test.each(['Global Reader', 'Security Reader'])(
    'a %s sees the settings but saves nothing, and reads why [portal.readOnly]',
    async (role) => {
      const bench = await startBench()
      await preparePilot(bench)
      const { domain, passwordResetUrl } = bench.server.info
      const reader = await addPerson(bench, 'readr')
      await control(bench, 'POST', `tenants/${domain}/roles`, { user: reader.upn, role })
      const { window, page } = await openPortal(bench, reader.upn, reader.password)
      expect(page.text('#properties')).toContain('Selected group: SSPRTesters')
      expect(page.text('#read-only')).toContain('Authentication Policy Administrator')
      expect(page.root.querySelector('#properties button')?.hasAttribute('disabled')).toBe(true)
      expect(page.findForm('properties')).toBeNull()
      const before = await policyRows(bench)
      const forged = page.form('sign-out')
      forged.element.setAttribute('action', new URL(passwordResetUrl).pathname)
      forged.values.set('scope', 'none')
      expect((await window.submit(forged)).status).toBe(403)
      expect(await policyRows(bench)).toHaveLength(before.length)
    },
  )

  test('an Authentication Policy Administrator with a licence saves [portal.roles]', async () => {
    const bench = await startBench()
    const { domain } = bench.server.info
    const person = await addPerson(bench, 'polly')
    const role = 'Authentication Policy Administrator'
    await control(bench, 'POST', `tenants/${domain}/roles`, { user: person.upn, role })
    const { window, page } = await openPortal(bench, person.upn, person.password)
    const saved = await window.submit(page.form('properties').choose('All').press('Save'))
    expect(saved.goodText).toContain('Successfully updated')
  })
})

describe('saving', () => {
  test('writes a row with what changed, who did it, and from what to what [portal.audit]', async () => {
    const bench = await startBench()
    await preparePilot(bench, { methodsRequired: 2 })
    const rows = await policyRows(bench)
    const changes = rows
      .flatMap((row) => row.list('targetResources', 0, 'modifiedProperties'))
      .map((property) => [property.text('displayName'), property.at('oldValue').value, property.at('newValue').value])
    expect(changes).toContainEqual(['enablementType', '0', '1'])
    expect(changes).toContainEqual(['numberOfAuthenticationMethodsRequired', '1', '2'])
    expect(rows[0]?.text('initiatedBy', 'user', 'userPrincipalName')).toBe(bench.server.info.adminUpn)
  })

  test('refuses Selected without a group, days out of range and a help desk that is none; input is kept [portal.input]', async () => {
    const bench = await startBench()
    const { window, page } = await openAsAdmin(bench)
    const noGroup = await window.submit(page.form('properties').choose('Selected').press('Save'))
    expect(noGroup.errorText).toContain('Select the one group')
    expect(noGroup.form('properties').values.get('scope')).toBe('selected')
    const registration = await window.visit(page.link('Registration'))
    const label = 'Number of days before users are asked to re-confirm their authentication information'
    const days = await window.submit(registration.form('registration').fill(label, '731').press('Save'))
    expect(days.errorText).toContain('0 to 730')
    expect(days.form('registration').values.get('days')).toBe('731')
    const customization = await window.visit(page.link('Customization'))
    const form = customization.form('customization').chooseIn('Customize helpdesk link?', 'Yes')
    const contact = await window.submit(form.fill('Custom helpdesk email or URL', 'javascript:alert(1)').press('Save'))
    expect(contact.errorText).toContain('email address or a link')
    expect(contact.form('customization').values.get('helpdesk')).toBe('javascript:alert(1)')
  })

  test('says when it takes effect while that takes minutes [portal.lag]', async () => {
    const bench = await startBench({ policy: 5 * minute })
    const { window, page } = await openAsAdmin(bench)
    const saved = await window.submit(page.form('properties').choose('All').press('Save'))
    expect(saved.text('.info-notice')).toBe('What was saved takes effect in about 5 minutes.')
    bench.clock.pass(5 * minute)
    expect((await window.visit(saved.url)).text('.info-notice')).toBe('')
  })

  test('the help-desk link is shown to people who are refused [portal.customization]', async () => {
    const bench = await startBench()
    const { outsider } = await preparePilot(bench, { helpdesk: 'help@practicelab.onmicrosoft.com' })
    expect((await beginReset(bench, outsider.upn)).page.text('#helpdesk')).toBe('help@practicelab.onmicrosoft.com')
  })
})

describe('the menu', () => {
  test('has the blades of the real one, and what cannot be set there says so [portal.blades]', async () => {
    const bench = await startBench()
    const { window, page } = await openAsAdmin(bench)
    expect(page.root.querySelectorAll('.menu a').map((link) => link.textContent)).toEqual([
      'Properties',
      'Authentication methods',
      'Registration',
      'Notifications',
      'Customization',
      'On-premises integration',
      'Administrator policy',
    ])
    const onPremises = await window.visit(page.link('On-premises integration'))
    expect(onPremises.definition('Password writeback')).toBe('Off')
    const administrators = await window.visit(page.link('Administrator policy'))
    expect(administrators.text('main')).toContain('two methods')
    for (const blade of [onPremises, administrators]) expect(blade.root.querySelector('main form')).toBeNull()
  })

  test('one group of many is found by its name, and stays chosen [portal.groups]', async () => {
    const bench = await startBench()
    for (let n = 10; n < 45; n += 1) await addGroup(bench, `Crew ${String(n)}`, [])
    await addGroup(bench, 'Zebra', [])
    const { window, page } = await openAsAdmin(bench)
    const form = page.form('properties').choose('Selected')
    expect(form.choiceTexts()).not.toContain('Zebra')
    expect(page.text('#group-picker')).toContain('7 more: search by name.')
    const found = await window.submit(form.fill('Search groups by name', 'zeb').press('Search'))
    const chosen = found.form('properties').choose('Zebra')
    expect(chosen.values.get('scope')).toBe('selected')
    const saved = await window.submit(chosen.press('Save'))
    expect(saved.text('#group-picker')).toContain('The group is now Zebra.')
    expect(saved.form('properties').choiceTexts()[3]).toBe('Zebra')
  })
})

describe('in between', () => {
  test('a change sent after the session ended is not saved, and the page says so [portal.sessionEnded]', async () => {
    const bench = await startBench()
    const { window, page } = await openAsAdmin(bench)
    bench.clock.pass(13 * 60 * minute)
    const { adminUpn: upn, adminPassword: password } = bench.server.info
    const refused = await window.submit(page.form('properties').choose('All').press('Save'))
    const after = await walkSignIn(window, refused, { upn, password })
    expect(after.errorText).toContain('was not saved')
    expect(after.form('properties').values.get('scope')).toBe('none')
  })

  test('a blade saves to its own tenant, wherever the browser was meanwhile [portal.tenants]', async () => {
    const bench = await startBench()
    await control(bench, 'POST', 'tenants', { domain: 'fabrikam', displayName: 'Fabrikam', users: 3 })
    const { window, page } = await openAsAdmin(bench)
    await window.visit(`${bench.server.baseUrl}/?tenant=fabrikam.onmicrosoft.com`)
    const saved = await window.submit(page.form('properties').choose('All').press('Save'))
    expect(saved.goodText).toBe('Successfully updated the password reset policy.')
    expect(await policyRows(bench)).toHaveLength(1)
  })
})
