import { expect, test } from 'vitest'

import { preparePilot, startBench, switchOn } from './support/practice-bench.ts'

const newPassword = 'Copper-Kettle-19'

test.each([
  ['an authenticator app', ['authenticatorCode']],
  ['a phone', ['phoneText']],
  ['an e-mail address', ['email']],
] as const)(
  'a test user with %s registers, resets, and is refused three times, all within a moment',
  async (_what, kinds) => {
    const bench = await startBench()
    const { member, groupId } = await preparePilot(bench)
    for (const method of ['SoftwareOath', 'Email', 'Sms'] as const) await switchOn(bench, method, groupId)
    const began = bench.clock.now
    const registered = await bench.player.register(member, kinds, 'security-info')
    const [kind] = kinds
    await bench.player.reset(member.upn, registered, kinds, newPassword, 'reset-page')
    expect(await bench.player.tryWrongCode(member.upn, registered, kind)).not.toBe('')
    expect(await bench.player.tryExpiredCode(member.upn, registered, kind)).not.toBe('')
    expect(await bench.player.tryWeakPassword(member.upn, registered, kinds)).not.toBe('')
    // Two codes of an app may be used at once; the third is waited for, and no other is.
    expect(bench.clock.now - began).toBeLessThanOrEqual(30_000)
  },
)
