import { expect, it } from 'vitest'

import { ProgressLine } from '../../../src-main/host/cli/progress-line.ts'
import { FakeClock } from '../../support/fake-clock.ts'

const rows = (...states: string[]) => states.map((state, at) => ({ at, row: { state, kind: 'create' } }))

function scene(isTTY: boolean) {
  const written: string[] = []
  const clock = new FakeClock()
  const stream = { isTTY, write: (text: string) => written.push(text) }
  return { written, clock, line: new ProgressLine(stream, clock, 'done') }
}

it('rewrites one line on a terminal, and takes it away at the end', () => {
  const { written, clock, line } = scene(true)
  line.hear(rows('waiting', 'waiting', 'waiting'), null)
  clock.advance(100)
  line.hear([{ at: 1, row: { state: 'done' } }], { rowsPerMinute: 60, secondsLeft: 125 })
  line.end()
  expect(written).toEqual(['\r\u001b[K1 of 3 done, 60 rows a minute, about 2 minutes left', '\r\u001b[K'])
})

it('says at once that it waits for the service, though no row changes', () => {
  const { written, line } = scene(false)
  line.hear(rows('done', 'waiting'), null)
  line.hear([], { rowsPerMinute: 1200, secondsLeft: 125, isHeld: true })
  expect(written).toEqual(['1 of 2 done, waiting until the service takes more, about 2 minutes left\n'])
})

it('is silent in a log, but for a line every half minute, and counts what is not ours to do for nothing', () => {
  const { written, clock, line } = scene(false)
  line.hear([...rows('waiting', 'waiting'), { at: 2, row: { state: 'guided', kind: 'guided' } }], null)
  clock.advance(29_000)
  line.hear([{ at: 0, row: { state: 'failed' } }], null)
  clock.advance(1000)
  line.hear([{ at: 1, row: { state: 'done' } }], null)
  line.end()
  expect(written).toEqual(['2 of 2 done\n'])
})
