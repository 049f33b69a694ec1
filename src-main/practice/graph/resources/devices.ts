import type { Device } from '@microsoft/microsoft-graph-types'

import { seededRandom, seededUuid } from '../../state/random.ts'
import { directoryTime } from '../../time.ts'
import { answer } from '../answer.ts'
import { countOf, listBody } from '../odata/query.ts'
import type { Source } from '../odata/rules.ts'
import { contextUrl, type GraphCall, type Operation } from '../operation.ts'
import { scopesFor } from '../scopes.ts'
import { entityShape, rulesFor } from '../shape.ts'

/** One registered device; only how many there are is kept. */
interface Registered {
  readonly number: number
  readonly id: string
  readonly deviceId: string
}

const deviceShape = entityShape<Registered, Device>({
  id: ({ id }) => id,
  deletedDateTime: () => null,
  accountEnabled: () => true,
  deviceId: ({ deviceId }) => deviceId,
  displayName: ({ number }) => `PC-${String(number).padStart(4, '0')}`,
  isCompliant: () => null,
  isManaged: () => null,
  operatingSystem: () => 'Windows',
  operatingSystemVersion: () => '10.0.26100',
  profileType: () => 'RegisteredDevice',
  registrationDateTime: (_device, { state }) => directoryTime(state.tenant.createdAt),
  trustType: () => 'AzureAd',
})

const deviceList = rulesFor(deviceShape, 'device', {
  defaultPage: 100,
  maxPage: 999,
  defaultProperties: null,
  filterable: { displayName: ['eq', 'startswith'], deviceId: ['eq'] },
  advanced: {},
  sortable: ['displayName'],
})

/** The same devices each time. */
function devicesOf(call: GraphCall): Source<Registered> {
  const { id, devices } = call.state.tenant
  const random = seededRandom(`${id}:devices`)
  const items = Array.from({ length: devices }, (_, at) => ({
    number: at + 1,
    id: seededUuid(random),
    deviceId: seededUuid(random),
  }))
  return deviceShape.source(items, call)
}

const reading = { method: 'GET', scopes: scopesFor.readDevices, roles: 'everybody' } as const

/** graph-docs: api/device-list.md */
export const deviceOperations: readonly Operation[] = [
  {
    ...reading,
    path: 'devices',
    run: (call) => answer(200, listBody(devicesOf(call), call.query, deviceList, contextUrl(call, 'devices'))),
  },
  {
    ...reading,
    path: 'devices/$count',
    run: (call) => answer(200, String(countOf(devicesOf(call), call.query, deviceList))),
  },
]
