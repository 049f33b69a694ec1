import { describe, expect, test } from 'vitest'

import { PrivateWindow } from '../../src-main/host/rehearse/private-window.ts'
import { startPractice } from '../../src-main/practice/index.ts'
import { controlOf, refusalOf } from './support/control-room.ts'
import { addGroup, startBench } from './support/practice-bench.ts'

describe('the settings of the control room', () => {
  test('set all waits at once, or some of them exactly [control.waits.set]', async () => {
    const { server } = await startBench()
    const control = controlOf(server)
    const real = await control.send('PATCH', '/settings', { lags: 'real' })
    expect(real.body.value).toMatchObject({ lagsPreset: 'real', lags: { audit: [300_000, 600_000] } })
    const own = await control.send('PATCH', '/settings', { lags: { audit: [1000, 2000] } })
    expect(own.body.value).toMatchObject({
      lagsPreset: null,
      lags: { audit: [1000, 2000], policy: [120_000, 900_000] },
    })
  })

  test('make a wait hold at once [control.waits.hold]', async () => {
    const bench = await startBench()
    await controlOf(bench.server).send('PATCH', '/settings', { lags: { readAfterCreate: [5000, 5000] } })
    const id = await addGroup(bench, 'Soon', [])
    expect((await bench.graph.get(`groups/${id}`)).status).toBe(404)
    bench.clock.pass(5000)
    expect((await bench.graph.get(`groups/${id}`)).status).toBe(200)
  })

  test('switch the quotas off and on [control.quotas]', async () => {
    const bench = await startBench()
    const control = controlOf(bench.server)
    const statuses = async (): Promise<number[]> => {
      const seen: number[] = []
      for (let n = 0; n < 7; n += 1) seen.push((await bench.graph.get('auditLogs/directoryAudits')).status)
      return seen
    }
    await control.send('PATCH', '/settings', { quota: false })
    expect(await statuses()).toEqual([200, 200, 200, 200, 200, 200, 200])
    await control.send('PATCH', '/settings', { quota: true })
    expect((await statuses()).filter((status) => status === 429).length).toBeGreaterThan(0)
  })

  test('hold after a restart [control.settings.kept]', async () => {
    const bench = await startBench()
    const change = {
      latencyMs: 7,
      quota: false,
      codes: 'predictable',
      faults: 'slow',
      switches: { methodsPolicyPatch: '204' },
    }
    await controlOf(bench.server).send('PATCH', '/settings', change)
    await controlOf(bench.server).send('POST', '/clock', { advanceMs: 60_000 })
    await bench.server.close()
    const again = await startPractice({ home: bench.home, clock: bench.clock.read })
    const kept = await controlOf(again).get('/settings')
    await again.close()
    expect(kept.body.value).toMatchObject({
      clockOffsetMs: 60_000,
      latencyMs: 7,
      quota: false,
      codes: 'predictable',
      faultsPreset: 'slow',
      switches: { methodsPolicyPatch: '204', phonePatch: '204' },
    })
  })

  test('choose how an open question is answered [control.switches]', async () => {
    const bench = await startBench()
    const control = controlOf(bench.server)
    const state = async (): Promise<unknown> =>
      (await bench.graph.get('policies/authenticationMethodsPolicy')).body.at('policyMigrationState').value
    expect(await state()).toBe('migrationComplete')
    await control.send('PATCH', '/settings', { switches: { policyMigrationState: 'null' } })
    expect(await state()).toBeNull()
  })

  test('refuse what is wrong, name the field, and change nothing [control.settings.invalid]', async () => {
    const { server } = await startBench()
    const control = controlOf(server)
    const before = (await control.get('/settings')).body.value
    for (const [body, field] of [
      [{ latencyMs: -1 }, 'latencyMs'],
      [{ latencyMs: 60_001 }, 'latencyMs'],
      [{ quota: 'yes' }, 'quota'],
      [{ codes: 'secret' }, 'codes'],
      [{ lags: 'forever' }, 'lags'],
      [{ lags: { audit: [2, 1] } }, 'lags.audit'],
      [{ lags: { audit: [0, 1e12] } }, 'lags.audit.1'],
      [{ lags: { autumn: [0, 1] } }, 'lags.autumn'],
      [{ switches: { phonePatch: '205' } }, 'switches.phonePatch'],
      [{ switches: { phone: '204' } }, 'switches.phone'],
      [{ faults: 'nice' }, 'faults'],
      [{ latencyMs: 5, colour: 'red' }, 'colour'],
      [{ clockOffsetMs: 5 }, 'clockOffsetMs'],
      [[], null],
      [3, null],
    ] as const) {
      const answer = await control.send('PATCH', '/settings', body)
      expect([body, answer.status, answer.body.at('error', 'field').value]).toEqual([body, 400, field])
    }
    expect((await control.get('/settings')).body.value).toEqual(before)
    expect(refusalOf(await control.sendText('{'))).toEqual([400, 'malformed', null])
    expect(refusalOf(await control.get('/weather'))).toEqual([404, 'unknown-call', null])
  })

  test('are set on the page, and a message stands at its field beside what was typed [control.settings.page]', async () => {
    const { server } = await startBench()
    const window = new PrivateWindow()
    let page = await window.visit(`${server.baseUrl}/control`)
    page = await window.submit(page.form('waits-preset').choose('Real').press())
    expect(page.goodText).toBe('The waits are set.')
    const waits = page.form('waits').press()
    waits.values.set('audit.min', '9')
    waits.values.set('audit.max', '3')
    waits.values.set('policy.max', '1,5')
    waits.values.set('policy.min', '1')
    page = await window.submit(waits)
    expect([page.status, page.text('#wait-audit-error')]).toEqual([
      400,
      'The shortest wait must not be longer than the longest.',
    ])
    expect(page.form('waits').values.get('policy.max')).toBe('1,5')
    const mended = page.form('waits').press()
    mended.values.set('audit.max', '10')
    page = await window.submit(mended)
    expect(page.text('#wait-policy-note')).toContain('Not real: 1 s to 1.5 s here.')
    page = await window.submit(page.form('requests').fill('Latency of each Graph request, in ms', 'fast').press())
    expect(page.text('#requests-latency-error')).toBe('A whole number of milliseconds, please.')
    page = await window.submit(
      page
        .form('requests')
        .fill('Latency of each Graph request, in ms', '12')
        .chooseIn('Quotas of Microsoft Graph', 'Off')
        .press(),
    )
    await window.submit(page.form('switches').fill('What does PATCH of a phone method answer?', '200').press())
    const { body } = await controlOf(server).get('/settings')
    expect(body.value).toMatchObject({
      latencyMs: 12,
      quota: false,
      lags: { policy: [1000, 1500], audit: [9000, 10_000] },
      switches: { phonePatch: '200' },
    })
  })
})

describe('the strip of every page', () => {
  test('says what is not as at Microsoft, and nothing when all is [control.badges]', async () => {
    const bench = await startBench()
    const control = controlOf(bench.server)
    const badges = async (path = '/reset'): Promise<string[]> => {
      const page = await new PrivateWindow().visit(bench.server.baseUrl + path)
      return page.root.querySelectorAll('.strip .badge').map((badge) => badge.textContent)
    }
    await control.send('PATCH', '/settings', { lags: 'real' })
    expect(await badges()).toEqual([])
    await control.send('PATCH', '/settings', {
      lags: 'none',
      faults: 'flaky',
      quota: false,
      latencyMs: 250,
      codes: 'predictable',
    })
    await control.send('POST', '/clock', { advanceMs: 3 * 3_600_000 })
    for (const path of ['/', '/inbox', '/signin', '/control', '/control/calls']) {
      expect([path, await badges(path)]).toEqual([
        path,
        ['clock +3 h', 'waits shortened', 'faults on', 'quotas off', 'latency 250 ms', 'codes predictable'],
      ])
    }
  })

  test('leads to the control room of the tenant [control.strip.link]', async () => {
    const { server } = await startBench()
    const page = await new PrivateWindow().visit(`${server.baseUrl}/inbox`)
    expect(new URL(page.link('Control room')).pathname).toBe('/control')
  })
})
