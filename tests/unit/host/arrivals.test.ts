import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { Place } from '../../../src-main/contract/shell.ts'
import { readArguments, readDeepLink, readEvidencePath } from '../../../src-main/host/electron/arrivals.ts'

describe('a deep link', () => {
  it.each(Place.options)('leads to %s', (place) => {
    expect(readDeepLink(`resetlab://open/${place}`)).toEqual({ kind: 'place', place })
    expect(readDeepLink(`resetlab://open/${place}/`)).toEqual({ kind: 'place', place })
  })

  it.each([
    '',
    'resetlab:',
    'resetlab://',
    'resetlab://open',
    'resetlab://open/',
    'resetlab:open/evidence',
    'resetlab:///open/evidence',
    'RESETLAB://open/evidence',
    'resetlab://OPEN/evidence',
    'resetlab://open/Evidence',
    'resetlab://open/evidence//',
    'resetlab://open/evidence/..',
    'resetlab://open/../evidence',
    'resetlab://open/%65vidence',
    'resetlab://open/evidence?file=/etc/passwd',
    'resetlab://open/evidence#x',
    'resetlab://open/evidence\n--inspect',
    'resetlab://open/evidence\0',
    ' resetlab://open/evidence',
    'resetlab://open/evidence ',
    'resetlab://open/\u202eevidence',
    'resetlab://user:secret@open/evidence',
    'resetlab://open:443/evidence',
    'resetlab://open.evil.example/evidence',
    'resetlab://evil/evidence',
    'resetlab://open/start-run',
    'resetlab://open/constructor',
    'resetlab://open/__proto__',
    `resetlab://open/${'a'.repeat(100_000)}`,
    'app://resetlab/#/evidence',
    'https://open/evidence',
    'javascript:resetlab://open/evidence',
    '--resetlab://open/evidence',
  ])('that is anything else is none: %j', (text) => {
    expect(readDeepLink(text)).toBeNull()
  })

  it('is one of a dozen texts, whatever comes', () => {
    const links = new Set(Place.options.flatMap((place) => [`resetlab://open/${place}`, `resetlab://open/${place}/`]))
    const nearly = fc
      .tuple(fc.constantFrom(...links), fc.nat(40), fc.string({ maxLength: 3 }))
      .map(([link, at, sign]) => {
        return link.slice(0, at) + sign + link.slice(at + 1)
      })
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.webUrl(), nearly), (text) => {
        expect(readDeepLink(text) !== null).toBe(links.has(text))
      }),
      { numRuns: 500 },
    )
  })
})

describe('an evidence file', () => {
  it('is found where the person was', () => {
    expect(readEvidencePath('seat 7.resetlab', '/home/ana')).toEqual({
      kind: 'file',
      path: '/home/ana/seat 7.resetlab',
    })
    expect(readEvidencePath('/tmp/A.RESETLAB', '/home/ana')).toEqual({ kind: 'file', path: '/tmp/A.RESETLAB' })
  })

  it.each([
    'notes.txt',
    'evidence.resetlab.exe',
    '\\\\evil.example\\share\\a.resetlab',
    '//evil.example/share/a.resetlab',
    'file:///etc/a.resetlab',
    'https://evil.example/a.resetlab',
    'smb:a.resetlab',
    'a\0.resetlab',
  ])('is not %j', (text) => {
    expect(readEvidencePath(text, '/home/ana')).toBeNull()
  })
})

describe('a command line', () => {
  it('asks for one thing, beside the switches that Chromium adds', () => {
    const link = 'resetlab://open/test'
    expect(readArguments(['--allow-file-access-from-files', '--no-sandbox', link], '/')).toEqual({
      kind: 'place',
      place: 'test',
    })
    expect(readArguments(['a.resetlab'], '/x')).toEqual({ kind: 'file', path: '/x/a.resetlab' })
    expect(readArguments([], '/')).toBeNull()
    expect(readArguments(['--resetlab://open/test'], '/')).toBeNull()
    expect(readArguments([link, link], '/')).toBeNull()
    expect(readArguments([link, 'a.resetlab'], '/')).toBeNull()
  })
})
