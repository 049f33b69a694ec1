import { describe, expect, it } from 'vitest'

import { createEventHub, type HubEvent } from '../../../src-main/host/event-hub.ts'
import { signedOut } from './stand-in-handlers.ts'

/** A publisher that made a mistake its types did not see. */
const untyped = (body: unknown) => body as never

describe('createEventHub', () => {
  it('tells every listener until it unsubscribes', () => {
    const heard: string[] = []
    const hub = createEventHub(() => undefined)
    const leave = hub.subscribe(({ name }) => heard.push(`first ${name}`))
    hub.subscribe(({ name }) => heard.push(`second ${name}`))
    hub.publish('session.changed', signedOut)
    leave()
    hub.publish('recording.changed', null)
    expect(heard).toEqual(['first session.changed', 'second session.changed', 'second recording.changed'])
  })

  it('refuses a body that does not fit and drops what the schema does not know', () => {
    const heard: HubEvent[] = []
    const hub = createEventHub(() => undefined)
    hub.subscribe((event) => heard.push(event))
    expect(() => {
      hub.publish('session.changed', untyped({ state: 'elsewhere' }))
    }).toThrow('Invalid discriminator value')
    hub.publish('session.changed', untyped({ ...signedOut, token: 'x' }))
    expect(heard).toEqual([{ name: 'session.changed', body: signedOut }])
  })

  it('keeps telling the others when one listener throws', () => {
    const failed: string[] = []
    const heard: string[] = []
    const hub = createEventHub((name) => failed.push(name))
    hub.subscribe(() => {
      throw new Error('a window that went away')
    })
    hub.subscribe(({ name }) => heard.push(name))
    hub.publish('portal.changed', null)
    expect(heard).toEqual(['portal.changed'])
    expect(failed).toEqual(['portal.changed'])
  })
})
