import { describe, expect, test } from 'vitest'

import { PrivateWindow } from '../../src-main/host/rehearse/private-window.ts'
import { controlOf, refusalOf } from './support/control-room.ts'
import { addGroup, addPerson, startBench } from './support/practice-bench.ts'

const hour = 3_600_000

describe('the clock of the control room', () => {
  test('jumps ahead for every tenant and every part of the server [control.clock.advance]', async () => {
    const bench = await startBench()
    const control = controlOf(bench.server)
    const before = await control.get('/clock')
    expect(before.body.value).toMatchObject({ aheadMs: 0, now: '2026-11-16T09:00:00.000Z' })
    for (const advanceMs of [60_000, 15 * 60_000, hour, 24 * hour]) {
      expect((await control.send('POST', '/clock', { advanceMs })).status).toBe(200)
    }
    const after = await control.get('/clock')
    expect(after.body.value).toMatchObject({ now: '2026-11-17T10:16:00.000Z', machineNow: '2026-11-16T09:00:00.000Z' })
    const answer = await bench.graph.get('organization')
    expect(answer.headers.get('date')).toBe('Tue, 17 Nov 2026 10:16:00 GMT')
  })

  test('jumps over a wait [control.clock.waits]', async () => {
    const bench = await startBench({ readAfterCreate: 10_000 })
    const id = await addGroup(bench, 'Later', [])
    expect((await bench.graph.get(`groups/${id}`)).status).toBe(404)
    await controlOf(bench.server).send('POST', '/clock', { advanceMs: 10_000 })
    expect((await bench.graph.get(`groups/${id}`)).status).toBe(200)
  })

  test('lets an access token run out [control.clock.tokens]', async () => {
    const bench = await startBench()
    expect((await bench.graph.get('me')).status).toBe(200)
    await controlOf(bench.server).send('POST', '/clock', { advanceMs: 9 * hour })
    expect((await bench.graph.get('me')).status).toBe(401)
  })

  test('goes to a chosen later moment, in any time zone [control.clock.at]', async () => {
    const { server } = await startBench()
    const control = controlOf(server)
    const moved = await control.send('POST', '/clock', { at: '2026-12-24T10:00:00+01:00' })
    expect(moved.body.text('now')).toBe('2026-12-24T09:00:00.000Z')
    const again = await control.send('POST', '/clock', { at: Date.parse('2026-12-25T09:00:00Z') })
    expect(again.body.text('now')).toBe('2026-12-25T09:00:00.000Z')
  })

  test('never goes back, and says why [control.clock.neverBack]', async () => {
    const { server } = await startBench()
    const control = controlOf(server)
    await control.send('POST', '/clock', { advanceMs: hour })
    const back = await control.send('POST', '/clock', { at: '2026-11-16T09:30:00Z' })
    expect(refusalOf(back)).toEqual([409, 'clock-never-back', 'at'])
    expect(back.body.text('error', 'message')).toMatch(/cannot go back.*Start over/)
    expect(refusalOf(await control.send('POST', '/clock', { to: 'machine' }))).toEqual([409, 'clock-never-back', 'to'])
    expect((await control.get('/clock')).body.at('aheadMs').value).toBe(hour)
  })

  test('goes back to the machine where that goes back nowhere [control.clock.machine]', async () => {
    const { server } = await startBench()
    expect((await controlOf(server).send('POST', '/clock', { to: 'machine' })).status).toBe(200)
  })

  test('goes back when every tenant starts over, and only then [control.clock.startOver]', async () => {
    const bench = await startBench()
    const control = controlOf(bench.server)
    await addPerson(bench, 'balas')
    await control.send('POST', '/clock', { advanceMs: hour })
    expect(refusalOf(await control.send('POST', '/start-over', { clock: 'machine' }))).toEqual([
      400,
      'invalid',
      'clock',
    ])
    const fresh = await control.send('POST', '/start-over', { clock: 'machine', all: true })
    expect(fresh.body.at('clock', 'aheadMs').value).toBe(0)
    expect((await bench.graph.get(`users/balas@${bench.server.info.domain}`)).status).toBe(404)
  })

  test('refuses what is no moment, goes too far, or is two things at once [control.clock.invalid]', async () => {
    const { server } = await startBench()
    const control = controlOf(server)
    for (const [body, field] of [
      [{}, null],
      [{ advanceMs: 5, at: '2027-01-01T00:00:00Z' }, null],
      [{ advanceMs: 0 }, 'advanceMs'],
      [{ advanceMs: 'soon' }, 'advanceMs'],
      [{ at: 'tomorrow' }, 'at'],
      [{ at: '2080-01-01T00:00:00Z' }, 'at'],
      [{ by: 5 }, 'by'],
      [[], null],
    ]) {
      expect([body, refusalOf(await control.send('POST', '/clock', body))]).toEqual([body, [400, 'invalid', field]])
    }
    expect((await control.get('/clock')).body.at('aheadMs').value).toBe(0)
  })

  test('is moved on the page, which keeps what was typed when it refuses [control.clock.page]', async () => {
    const { server } = await startBench()
    const window = new PrivateWindow()
    let page = await window.visit(`${server.baseUrl}/control`)
    page = await window.submit(page.form('clock-jump').press('1 hour'))
    expect(page.goodText).toBe('The clock has moved.')
    expect(page.definition('Simulated time')).toBe('2026-11-16 10:00:00 UTC')
    page = await window.submit(page.form('clock-at').fill('A later moment, in UTC', '2026-11-16T09:30').press())
    expect(page.status).toBe(409)
    expect(page.text('#clock-at-moment-error')).toContain('The clock cannot go back')
    expect(page.form('clock-at').values.get('at')).toBe('2026-11-16T09:30')
    page = await window.submit(page.form('clock-at').fill('A later moment, in UTC', '2026-11-16T12:30').press())
    expect(page.definition('Simulated time')).toBe('2026-11-16 12:30:00 UTC')
    page = await window.submit(page.form('clock-machine').press())
    expect(page.errorText).toContain('Start over to begin at an earlier time')
    expect(page.link('start every tenant over')).toContain('#start-over')
  })
})
