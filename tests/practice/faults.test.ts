import { describe, expect, test } from 'vitest'

import { PrivateWindow } from '../../src-main/host/rehearse/private-window.ts'
import { controlOf, refusalOf } from './support/control-room.ts'
import { addGroup, addPerson, type Bench, startBench } from './support/practice-bench.ts'

const setFaults = async (bench: Bench, faults: unknown): Promise<void> => {
  const answer = await controlOf(bench.server).send('PUT', '/faults', faults)
  expect(answer.status).toBe(200)
}
const struck = async (bench: Bench): Promise<unknown[]> =>
  (await controlOf(bench.server).get('/faults')).body.list('rules').map((rule) => rule.at('struck').value)

/** The statuses of so many requests, 0 where the connection was cut. */
async function statuses(bench: Bench, times: number, path = 'organization'): Promise<number[]> {
  const seen: number[] = []
  for (let n = 0; n < times; n += 1) {
    seen.push(
      await bench.graph.get(path).then(
        ({ status }) => status,
        () => 0,
      ),
    )
  }
  return seen
}

describe('a fault rule', () => {
  test('strikes every n-th request that fits, and is counted [faults.every]', async () => {
    const bench = await startBench()
    await setFaults(bench, [{ when: { path: 'organization', every: 3 }, then: { do: 'answer', status: 503 } }])
    expect(await statuses(bench, 6)).toEqual([200, 200, 503, 200, 200, 503])
    expect((await bench.graph.get('me')).status).toBe(200)
    expect(await struck(bench)).toEqual([2])
  })

  test('strikes only the n-th request, or stops after so many [faults.nthAndTimes]', async () => {
    const bench = await startBench()
    await setFaults(bench, [{ when: { nth: 2 }, then: { do: 'answer', status: 500 } }])
    expect(await statuses(bench, 4)).toEqual([200, 500, 200, 200])
    await setFaults(bench, [{ when: { times: 2 }, then: { do: 'answer', status: 500 } }])
    expect(await statuses(bench, 4)).toEqual([500, 500, 200, 200])
  })

  test('strikes by chance, the same requests each time it is set [faults.rate]', async () => {
    const bench = await startBench()
    await controlOf(bench.server).send('PATCH', '/settings', { quota: false })
    const rule = { when: { rate: 0.3 }, then: { do: 'answer', status: 500 } }
    await setFaults(bench, [rule])
    const first = await statuses(bench, 60)
    await setFaults(bench, [rule])
    expect(await statuses(bench, 60)).toEqual(first)
    const share = first.filter((status) => status === 500).length / 60
    expect(share).toBeGreaterThan(0.1)
    expect(share).toBeLessThan(0.6)
  })

  test('fits by method, all writes included, and by a part of the path with ids in it [faults.fits]', async () => {
    const bench = await startBench()
    const person = await addPerson(bench, 'balas')
    await setFaults(bench, [
      { when: { method: 'writes', path: 'groups' }, then: { do: 'answer', status: 503 } },
      { when: { method: 'GET', path: 'users/{id}' }, then: { do: 'answer', status: 504 } },
    ])
    expect((await bench.graph.send('POST', 'groups', {})).status).toBe(503)
    expect((await bench.graph.get('groups')).status).toBe(200)
    expect((await bench.graph.get(`users/${person.id}`)).status).toBe(504)
    expect((await bench.graph.get(`USERS/${person.upn}`)).status).toBe(504)
    expect((await bench.graph.get('users')).status).toBe(200)
    expect((await bench.graph.get('users/$count', { consistencylevel: 'eventual' })).status).toBe(200)
  })

  test('answers in the shape of Graph, with its code and Retry-After [faults.answer]', async () => {
    const bench = await startBench()
    await setFaults(bench, [{ when: {}, then: { do: 'answer', status: 429, retryAfterSeconds: 7 } }])
    const answer = await bench.graph.get('me')
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '7'])
    expect(answer.body.value).toMatchObject({ error: { code: 'TooManyRequests', innerError: {} } })
    await setFaults(bench, [{ when: {}, then: { do: 'answer', status: 403, code: 'Own_Code', message: 'As asked.' } }])
    expect((await bench.graph.get('me')).body.value).toMatchObject({
      error: { code: 'Own_Code', message: 'As asked.' },
    })
  })

  test('cuts the connection before anything is done, or after it was [faults.hangUp]', async () => {
    const bench = await startBench()
    const names = async (): Promise<string[]> =>
      (await bench.graph.get('groups')).body.list('value').map((group) => group.text('displayName'))
    await setFaults(bench, [{ when: { method: 'POST', path: 'groups' }, then: { do: 'hangUp', when: 'before' } }])
    await expect(addGroup(bench, 'Never', [])).rejects.toThrow('fetch failed')
    expect(await names()).not.toContain('Never')
    await setFaults(bench, [{ when: { method: 'POST', path: 'groups' }, then: { do: 'hangUp', when: 'after' } }])
    await expect(addGroup(bench, 'Done', [])).rejects.toThrow('fetch failed')
    expect(await names()).toContain('Done')
  })

  test('makes a request wait, and then answers it [faults.wait]', async () => {
    const bench = await startBench()
    await setFaults(bench, [{ when: {}, then: { do: 'wait', ms: 1, upToMs: 5 } }])
    expect(await statuses(bench, 3)).toEqual([200, 200, 200])
    const calls = (await controlOf(bench.server).get('/calls')).body.list('calls')
    for (const call of calls) expect(call.text('fault')).toMatch(/^waited [1-5] ms$/)
  })

  test('strikes single requests of a batch [faults.batch]', async () => {
    const bench = await startBench()
    await setFaults(bench, [{ when: { path: 'organization', nth: 1 }, then: { do: 'answer', status: 429 } }])
    const request = (id: string) => ({ id, method: 'GET', url: '/organization' })
    const batch = await bench.graph.send('POST', '$batch', { requests: [request('1'), request('2'), request('3')] })
    expect(batch.status).toBe(200)
    expect(
      batch.body
        .list('responses')
        .map((response) => response.at('status').value)
        .toSorted(),
    ).toEqual([200, 200, 429])
  })

  test('goes on counting when another one is added [faults.kept]', async () => {
    const bench = await startBench()
    const window = new PrivateWindow()
    await setFaults(bench, [{ when: { every: 2 }, then: { do: 'answer', status: 500 } }])
    await statuses(bench, 3)
    const page = await window.visit(`${bench.server.baseUrl}/control`)
    const added = page.form('fault-add').fill('What happens', 'wait').fill('Wait, in ms', '1').press()
    const after = await window.submit(added)
    expect(after.goodText).toBe('The rule is active.')
    expect(await struck(bench)).toEqual([1, 0])
  })
})

describe('the presets', () => {
  const cases: [string, number, (seen: number[]) => void][] = [
    ['none', 5, (seen) => expect(new Set(seen)).toEqual(new Set([200]))],
    ['throttled', 6, (seen) => expect(seen).toEqual([200, 200, 429, 200, 200, 429])],
    ['unavailable', 150, (seen) => expect(new Set(seen)).toEqual(new Set([200, 503, 504]))],
    ['hang-ups', 20, (seen) => expect(seen.filter((status) => status === 0).length).toBe(2)],
    ['expired-token', 20, (seen) => expect(seen.filter((status) => status === 401).length).toBe(1)],
  ]
  test.each(cases)('%s does what it says [faults.presets]', async (name, times, judge) => {
    const bench = await startBench()
    await controlOf(bench.server).send('PATCH', '/settings', { quota: false })
    await setFaults(bench, name)
    const seen = await statuses(bench, times)
    judge(seen)
    expect((await controlOf(bench.server).get('/faults')).body.text('preset')).toBe(name)
  })

  test('lost-answers does every fifth write and answers it not [faults.presets.lostAnswers]', async () => {
    const bench = await startBench()
    await setFaults(bench, 'lost-answers')
    for (const name of ['A', 'B', 'C', 'D']) await addGroup(bench, name, [])
    await expect(addGroup(bench, 'E', [])).rejects.toThrow('fetch failed')
    const names = (await bench.graph.get('groups')).body.list('value').map((group) => group.text('displayName'))
    expect(names).toEqual(expect.arrayContaining(['A', 'B', 'C', 'D', 'E']))
  })

  test('replication hides single objects only, now and then [faults.presets.replication]', async () => {
    const bench = await startBench()
    await controlOf(bench.server).send('PATCH', '/settings', { quota: false })
    await setFaults(bench, 'replication')
    const me = `users/${bench.server.info.adminUpn}`
    expect(new Set(await statuses(bench, 30, me))).toEqual(new Set([200, 404]))
    expect(new Set(await statuses(bench, 10, 'users'))).toEqual(new Set([200]))
  })

  test('are all on the page, each with a line about it [faults.presets.page]', async () => {
    const { server } = await startBench()
    const window = new PrivateWindow()
    const page = await window.visit(`${server.baseUrl}/control`)
    const form = page.form('faults-preset')
    expect(form.choiceTexts()).toEqual([
      'None',
      'Throttled',
      'Unavailable',
      'Lost answers',
      'Hang-ups',
      'Slow',
      'Flaky',
      'Expired token',
      'Replication',
    ])
    const after = await window.submit(form.choose('Flaky').press())
    expect(after.root.querySelectorAll('#active-faults li').length).toBe(6)
    const cleared = await window.submit(after.form('faults-clear').press())
    expect(cleared.goodText).toBe('All rules are gone.')
  })
})

describe('rules that cannot be read', () => {
  test('are refused, naming the rule and the field, and the old ones stay [faults.invalid]', async () => {
    const bench = await startBench()
    const control = controlOf(bench.server)
    await setFaults(bench, 'throttled')
    const good = { when: {}, then: { do: 'wait', ms: 5 } }
    for (const [rules, field, message] of [
      [{}, 'faults', 'Fault rules are a JSON array of { "when": …, "then": … }.'],
      ['nice', 'faults', /There is no such preset/],
      [
        [good, { when: { rate: 2 }, then: good.then }],
        'faults.1.when.rate',
        'Rule 2, when.rate: A chance from 0 to 1.',
      ],
      [[{ when: { method: 'PUT' }, then: good.then }], 'faults.0.when.method', /^Rule 1, when\.method: One of: GET/],
      [
        [{ when: {}, then: { do: 'answer', status: 200 } }],
        'faults.0.then.status',
        'Rule 1, then.status: A status from 400 to 599.',
      ],
      [[{ when: {}, then: { do: 'wait', ms: 9, upToMs: 3 } }], 'faults.0.then.upToMs', /must not be shorter/],
      [[{ when: { color: 1 }, then: good.then }], 'faults.0.when', /^Rule 1, when: /],
      [[{ when: {} }], 'faults.0.then', /^Rule 1, then: /],
      [Array.from({ length: 51 }, () => good), 'faults', 'There may be 50 rules at most.'],
    ] as const) {
      const answer = await control.send('PUT', '/faults', rules)
      expect([rules, refusalOf(answer)]).toEqual([rules, [400, 'invalid', field]])
      expect(answer.body.text('error', 'message')).toMatch(message)
    }
    expect((await control.get('/faults')).body.text('preset')).toBe('throttled')
  })

  test('come back on the page as they were typed [faults.builder]', async () => {
    const bench = await startBench()
    const window = new PrivateWindow()
    let page = await window.visit(`${bench.server.baseUrl}/control`)
    page = await window.submit(
      page.form('fault-add').fill('Part of the path', 'users/{id}').fill('Chance in %', '300').press(),
    )
    expect([page.status, page.text('#fault-rate-error')]).toEqual([400, 'A chance from 0 to 100 %.'])
    expect(page.form('fault-add').values.get('path')).toBe('users/{id}')
    page = await window.submit(page.form('fault-add').fill('Chance in %', '').fill('Status', '99').press())
    expect(page.text('#fault-status-error')).toBe('A status from 400 to 599.')
    page = await window.submit(
      page
        .form('fault-add')
        .fill('Status', '503')
        .fill('Every n-th that fits', '2')
        .fill('Retry-After, in s', '4')
        .press(),
    )
    expect(page.text('#active-faults .grow')).toBe('every 2nd request to users/{id}: answers 503, Retry-After 4')
    const removal = page.root.querySelector('#active-faults form')
    expect(removal?.querySelector('button')?.getAttribute('aria-label')).toBe(
      'Remove: every 2nd request to users/{id}: answers 503, Retry-After 4',
    )
  })
})
