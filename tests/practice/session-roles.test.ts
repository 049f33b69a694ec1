import { expect, test } from 'vitest'

import { addPerson, control, startBench } from './support/practice-bench.ts'
import { openWindow, signInTo } from './support/real-window.ts'
import { choiceOf } from './support/real-session.ts'

test('what somebody holds of the roles is read afresh, step by step', async () => {
  const bench = await startBench()
  const { domain } = bench.server.info
  const window = await openWindow(bench)
  const missing = async () => (await window.handlers['session.roles'](undefined)).map((step) => step.missing)
  expect(await missing()).toEqual([[], [], []])

  const other = await addPerson(bench, 'balas')
  Object.assign(window.person, { upn: other.upn, password: other.password })
  await signInTo(window, choiceOf(bench))
  const give = (role: string) => control(bench, 'POST', `tenants/${domain}/roles`, { user: other.upn, role })
  await give('Groups Administrator')
  expect((await missing())[1]).toEqual([
    'User Administrator',
    'License Administrator',
    'Authentication Policy Administrator',
  ])
  await give('Global Reader')
  expect(await missing()).toMatchObject([[], { length: 3 }, []])
})
