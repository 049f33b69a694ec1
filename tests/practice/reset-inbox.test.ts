import { expect, test } from 'vitest'

import { PrivateWindow } from '../../src-main/host/rehearse/private-window.ts'
import { control, preparePilot, startBench } from './support/practice-bench.ts'
import { chooseMethod, enterPhone, openSecurityInfo, readInbox } from './support/practice-pages.ts'

const hour = 3_600_000

test('many messages stay usable: fifty at a time, newest first, under whom they went to [inbox.list]', async () => {
  const bench = await startBench()
  const { member } = await preparePilot(bench)
  await control(bench, 'PATCH', 'settings', { codes: 'predictable' })
  for (let day = 0; day < 11; day += 1) {
    const visit = await openSecurityInfo(bench, member)
    let page = await enterPhone({ ...visit, page: await chooseMethod(visit, 'Phone') }, '2065550100')
    for (let again = 0; again < 4; again += 1) {
      page = await visit.window.submit(page.form('verify-code').press('Resend code'))
    }
    bench.clock.pass(2 * hour)
  }
  expect(await readInbox(bench)).toHaveLength(55)
  const window = new PrivateWindow()
  const inbox = await window.visit(bench.server.info.inboxUrl)
  const codes = (page: typeof inbox): string[] =>
    page.root.querySelectorAll('.big-code').map((element) => element.textContent)
  expect(codes(inbox)).toHaveLength(50)
  expect(codes(inbox)[0]).toBe('123510')
  expect(inbox.root.querySelectorAll('#messages h2')).toHaveLength(1)
  expect(inbox.text('#messages')).not.toContain('2065550100')
  const older = await window.visit(inbox.link('Older messages (5)'))
  expect(codes(older)).toEqual(['123460', '123459', '123458', '123457', '123456'])
  expect(older.link('To the newest messages')).toBe(bench.server.info.inboxUrl)
})
