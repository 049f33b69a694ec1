import { describe, expect, test } from 'vitest'

import { auditTrail, type Bench, control, type Pilot, preparePilot, startBench } from './support/practice-bench.ts'
import {
  beginReset,
  chooseContact,
  chooseMethod,
  enterPhone,
  openSecurityInfo,
  readInbox,
  takeCall,
  type Visit,
} from './support/practice-pages.ts'

const second = 1000
const number = '2065550142'

const allowCalls = (bench: Bench, body: object = {}) =>
  bench.graph.send('PATCH', 'policies/authenticationMethodsPolicy/authenticationMethodConfigurations/Voice', {
    '@odata.type': '#microsoft.graph.voiceAuthenticationMethodConfiguration',
    state: 'enabled',
    ...body,
  })

/** A tenant that pays, with calls allowed for everybody. */
async function prepareCalls(bench: Bench, settings: Parameters<typeof preparePilot>[1] = {}): Promise<Pilot> {
  const pilot = await preparePilot(bench, settings)
  await control(bench, 'PATCH', `tenants/${bench.server.info.domain}`, { subscription: { kind: 'paid' } })
  await allowCalls(bench, { isOfficePhoneAllowed: true })
  return pilot
}

/** The mobile phone of this person, registered by a call. */
async function registerByCall(bench: Bench, { member }: Pilot): Promise<Visit> {
  const visit = await openSecurityInfo(bench, member)
  const ringing = await enterPhone({ ...visit, page: await chooseMethod(visit, 'Phone') }, number, 'Call me')
  await takeCall(bench, 'Answer and press #')
  const answered = await visit.window.visit(ringing.url)
  return { ...visit, page: await visit.window.submit(answered.form('call-answered').press('Next')) }
}

const callMobile = async (visit: Visit) =>
  visit.window.submit(
    (await chooseContact(visit, 'Call my mobile phone'))
      .form('phone-number')
      .fill('Enter your phone number', number)
      .press('Call'),
  )

describe('a call', () => {
  test('registers a phone once it is answered and # is pressed [voice.register]', async () => {
    const bench = await startBench()
    const pilot = await prepareCalls(bench)
    const { page } = await registerByCall(bench, pilot)
    expect(page.goodText).toBe('The sign-in method was added.')
    const rows = await auditTrail(bench, pilot.member.id, 'Authentication Methods')
    expect(rows.map((row) => row.text('resultReason'))).toContain('User registered Mobile Phone Call')
  })

  test('stands in Phone & inbox with its buttons, and in the JSON twin [inbox.call]', async () => {
    const bench = await startBench()
    const { member } = await prepareCalls(bench)
    const visit = await openSecurityInfo(bench, member)
    const page = await enterPhone({ ...visit, page: await chooseMethod(visit, 'Phone') }, number, 'Call me')
    expect(page.text('#waiting')).toContain('Please answer it and press the pound key')
    expect(page.root.querySelector('noscript')?.innerHTML).toContain('http-equiv="refresh"')
    const [call] = await readInbox(bench)
    expect(call).toMatchObject({ kind: 'call', code: null, state: 'waiting', userPrincipalName: member.upn })
    expect(call?.subject).toMatch(/^Call to \+1 \*+42: press # to confirm$/)
    const after = await takeCall(bench, 'Hang up')
    expect(after.text('#calls')).toBe('')
    expect(after.text('#messages')).toContain('Hung up.')
  })

  test('that is hung up or rings out registers nothing, and can be made again [voice.register]', async () => {
    const bench = await startBench()
    const { member } = await prepareCalls(bench)
    const visit = await openSecurityInfo(bench, member)
    const ringing = await enterPhone({ ...visit, page: await chooseMethod(visit, 'Phone') }, number, 'Call me')
    await takeCall(bench, 'Hang up')
    const hungUp = await visit.window.visit(ringing.url)
    expect(hungUp.errorText).toContain('hung up')
    await visit.window.submit(hungUp.form('call-again').press('Call again'))
    bench.clock.pass(60 * second)
    expect((await visit.window.visit(ringing.url)).errorText).toContain('Nobody answered')
    const forged = hungUp.form('call-again').press()
    forged.element.setAttribute('action', `${new URL(ringing.url).pathname}/answered`)
    await visit.window.submit(forged)
    const methods = await bench.graph.get(`users/${member.id}/authentication/phoneMethods`)
    expect(methods.body.list('value')).toEqual([])
  })

  test('passes a gate of the reset, under the name the log has for it [reset.phone.call]', async () => {
    const bench = await startBench()
    const pilot = await prepareCalls(bench)
    await registerByCall(bench, pilot)
    const visit = await beginReset(bench, pilot.member.upn)
    expect(visit.page.form('choose-contact-method').choiceTexts()).toEqual([
      'Text my mobile phone',
      'Call my mobile phone',
    ])
    const ringing = await callMobile(visit)
    await takeCall(bench, 'Answer and press #')
    expect((await visit.window.visit(ringing.url)).findForm('new-password')).not.toBeNull()
    const rows = await auditTrail(bench, pilot.member.id, 'Self-service Password Management')
    expect(rows.map((row) => row.text('resultReason')).slice(2)).toEqual([
      'User started the mobile voice call verification option',
      'User completed the mobile voice call verification option',
    ])
  })

  test('counts together with a text to the same phone as one gate [reset.gates.phone]', async () => {
    const bench = await startBench()
    const pilot = await prepareCalls(bench, { methodsRequired: 2 })
    await registerByCall(bench, pilot)
    expect((await bench.player.attemptReset(pilot.member.upn)).errorCode).toBe('SSPR_0014')
  })

  test('not answered, or hung up, is a failed try, and five of them close the page [reset.limits.proofs]', async () => {
    const bench = await startBench()
    const pilot = await prepareCalls(bench)
    await registerByCall(bench, pilot)
    const visit = await beginReset(bench, pilot.member.upn)
    let page = await callMobile(visit)
    for (let time = 0; time < 4; time += 1) {
      await takeCall(bench, 'Hang up')
      const failed = await visit.window.visit(page.url)
      expect(failed.errorText).toContain('hung up')
      page = await visit.window.submit(
        failed.form('phone-number').fill('Enter your phone number', number).press('Call'),
      )
    }
    bench.clock.pass(60 * second)
    expect((await visit.window.visit(page.url)).errorText).toContain('wait 24 hours')
  })

  test('reaches an office phone where that is allowed and the directory has a number [voice.office]', async () => {
    const bench = await startBench()
    const { member } = await prepareCalls(bench)
    await bench.graph.send('PATCH', `users/${member.id}`, { businessPhones: ['+1 425 555 0199'] })
    const visit = await openSecurityInfo(bench, member)
    const page = await chooseMethod(visit, 'Office phone')
    expect(page.text('main')).toContain('+1 4255550199')
    const ringing = await enterPhone({ ...visit, page }, '')
    await takeCall(bench, 'Answer and press #')
    const answered = await visit.window.visit(ringing.url)
    await visit.window.submit(answered.form('call-answered').press('Next'))
    const row = await bench.graph.get(`reports/authenticationMethods/userRegistrationDetails/${member.id}`)
    expect(row.body.value).toMatchObject({ methodsRegistered: ['officePhone'], isSsprRegistered: true })
    const reset = await beginReset(bench, member.upn)
    const asked = await chooseContact(reset, 'Call my office phone')
    const rings = await reset.window.submit(asked.form('office-phone').press('Call'))
    await takeCall(bench, 'Answer and press #')
    expect((await reset.window.visit(rings.url)).findForm('new-password')).not.toBeNull()
    await allowCalls(bench, { isOfficePhoneAllowed: false })
    expect((await bench.player.attemptReset(member.upn)).errorCode).toBe('SSPR_0014')
  })

  test('is not offered on a trial, even with the method switched on [voice.trial]', async () => {
    const bench = await startBench()
    const { member } = await preparePilot(bench)
    await allowCalls(bench)
    const visit = await openSecurityInfo(bench, member)
    const page = await chooseMethod(visit, 'Phone')
    expect(page.form('phone-number').choiceTexts()).toEqual(['Text me a code'])
  })

  test('left for another page rings no longer [voice.withdrawn]', async () => {
    const bench = await startBench()
    const { member } = await prepareCalls(bench)
    const visit = await openSecurityInfo(bench, member)
    const ringing = await enterPhone({ ...visit, page: await chooseMethod(visit, 'Phone') }, number, 'Call me')
    await visit.window.submit(ringing.form('leave-call').press('Back'))
    expect((await readInbox(bench))[0]?.state).toBe('withdrawn')
  })
})

test('an alternate phone is a gate of its own, and the report names it [reset.gates.alternate]', async () => {
  const bench = await startBench()
  const { member } = await preparePilot(bench, { methodsRequired: 2 })
  for (const [phoneType, phoneNumber] of [
    ['mobile', '+1 2065550100'],
    ['alternateMobile', '+1 2065550101'],
  ]) {
    await bench.graph.send('POST', `users/${member.id}/authentication/phoneMethods`, { phoneType, phoneNumber })
  }
  const row = await bench.graph.get(`reports/authenticationMethods/userRegistrationDetails/${member.id}`)
  expect(row.body.value).toMatchObject({
    methodsRegistered: ['mobilePhone', 'alternateMobilePhone'],
    isSsprRegistered: true,
  })
  const { page } = await beginReset(bench, member.upn)
  expect(page.form('choose-contact-method').choiceTexts()).toEqual([
    'Text my mobile phone',
    'Text my alternate mobile phone',
  ])
})
