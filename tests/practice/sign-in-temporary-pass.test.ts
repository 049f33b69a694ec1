import { describe, expect, test } from 'vitest'

import { PrivateWindow } from '../../src-main/host/rehearse/private-window.ts'
import type { PageView } from '../../src-main/host/rehearse/page-view.ts'
import { addPerson, type Bench, startBench } from './support/practice-bench.ts'
import { containing, signInCodes } from './support/sign-in-door.ts'

async function givePass(bench: Bench, userId: string, body: object = {}): Promise<string> {
  await bench.graph.send(
    'PATCH',
    'policies/authenticationMethodsPolicy/authenticationMethodConfigurations/TemporaryAccessPass',
    {
      '@odata.type': '#microsoft.graph.temporaryAccessPassAuthenticationMethodConfiguration',
      state: 'enabled',
      includeTargets: [{ id: 'all_users', targetType: 'group', isRegistrationRequired: false }],
    },
  )
  const made = await bench.graph.send('POST', `users/${userId}/authentication/temporaryAccessPassMethods`, {
    lifetimeInMinutes: 60,
    isUsableOnce: false,
    ...body,
  })
  return made.body.text('temporaryAccessPass')
}

async function typeName(bench: Bench, upn: string) {
  const window = new PrivateWindow()
  const page = await window.visit(bench.server.info.signInUrl)
  return { window, page: await window.submit(page.form('user-name').fill('User name', upn).press('Next')) }
}

const typePass = (window: PrivateWindow, page: PageView, pass: string) =>
  window.submit(page.form('temporary-pass').fill('Temporary Access Pass', pass).press('Sign in'))

describe('a Temporary Access Pass', () => {
  test('is asked for first, and lets its person in without a password [signin.pass]', async () => {
    const bench = await startBench()
    const person = await addPerson(bench, 'balas')
    await bench.graph.send('PATCH', `users/${person.id}`, { passwordProfile: { password: 'Harbour-Mist-88' } })
    const pass = await givePass(bench, person.id)
    for (const attempt of ['first', 'second']) {
      const { window, page } = await typeName(bench, person.upn)
      expect([attempt, page.title]).toEqual([attempt, 'Enter Temporary Access Pass'])
      expect((await typePass(window, page, pass)).title).toBe('You are signed in')
    }
  })

  test('gives way to the password where the person wants that [signin.pass.password]', async () => {
    const bench = await startBench()
    const person = await addPerson(bench, 'balas')
    await givePass(bench, person.id)
    const { window, page } = await typeName(bench, person.upn)
    const other = await window.visit(page.link('Use your password instead'))
    const back = await window.visit(other.link('Use a Temporary Access Pass'))
    expect(back.title).toBe('Enter Temporary Access Pass')
    const password = await window.visit(back.link('Use your password instead'))
    const done = await window.submit(password.form('password').fill('Password', person.password).press('Sign in'))
    expect(done.title).toBe('You are signed in')
  })

  test('for one use is not asked for again [signin.pass.once]', async () => {
    const bench = await startBench()
    const person = await addPerson(bench, 'balas')
    const pass = await givePass(bench, person.id, { isUsableOnce: true })
    const first = await typeName(bench, person.upn)
    const second = await typeName(bench, person.upn)
    expect((await typePass(first.window, first.page, pass)).title).toBe('You are signed in')
    const refused = await typePass(second.window, second.page, pass)
    expect([refused.errorText, refused.text('#error-code')]).toEqual([containing('has expired'), '130504'])
    expect((await typeName(bench, person.upn)).page.title).toBe('Enter password')
  })

  test('that is wrong or too old is refused in plain words [signin.pass.refused]', async () => {
    const bench = await startBench()
    const person = await addPerson(bench, 'balas')
    const pass = await givePass(bench, person.id)
    const { window, page } = await typeName(bench, person.upn)
    const wrong = await typePass(window, page, 'not-the-pass')
    expect(wrong.errorText).toContain('Your Temporary Access Pass is incorrect')
    bench.clock.pass(3_600_000 - 1)
    const late = await typeName(bench, person.upn)
    bench.clock.pass(1)
    expect((await typePass(late.window, late.page, pass)).errorText).toContain('has expired')
    expect(await signInCodes(bench, person.id)).toEqual([130504, 130503])
  })
})
