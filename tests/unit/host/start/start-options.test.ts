import { describe, expect, it } from 'vitest'

import { readStartOptions } from '../../../../src-main/host/start/start-options.ts'

describe('readStartOptions', () => {
  it('chooses for itself when nothing is asked for', () => {
    expect(readStartOptions([])).toEqual({ options: { host: null, open: true, port: 0, home: undefined } })
  })

  it('reads every option', () => {
    expect(readStartOptions(['--host', 'browser', '--no-open', '--port', '4000', '--home', 'here'])).toEqual({
      options: { host: 'browser', open: false, port: 4000, home: 'here' },
    })
    expect(readStartOptions(['--host=electron', '--home=/there'])).toEqual({
      options: { host: 'electron', open: true, port: 0, home: '/there' },
    })
    expect(readStartOptions(['--help'])).toEqual({ help: true })
  })

  it.each([
    [['--hots', 'browser'], "Unknown option '--hots'"],
    [['browser'], "Unexpected argument 'browser'"],
    [['--host'], "Option '--host <value>' argument missing"],
    [['--host', 'firefox'], "--host is electron or browser, not 'firefox'"],
    [['--port', '65536'], '--port is a number from 0 to 65535'],
    [['--port', '80a'], '--port is a number from 0 to 65535'],
    [['--port=-1'], '--port is a number from 0 to 65535'],
    [['--no-open=yes'], "Option '--no-open' does not take an argument"],
    [['--home', ''], '--home names a folder'],
    [['--host', 'electron', '--port', '4000'], '--port is for the browser host'],
  ])('refuses %j', (args, mistake) => {
    expect(readStartOptions(args)).toEqual({ mistake })
  })
})
