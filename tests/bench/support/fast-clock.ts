/**
 * Loaded into a host before everything else (`--import`): its clock, and all that waits by it, goes as fast as it is told
 * to. Understands `{ speed }`, and `{ memory: true }`, which it answers with `{ heapBytes }` after a full collection.
 */
import { syncBuiltinESMExports } from 'node:module'
import timers from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

import { z } from 'zod'

const Order = z.union([z.object({ speed: z.number().positive() }), z.object({ memory: z.literal(true) })])

const MachineDate = Date
const machineSleep = timers.setTimeout
let speed = 1
let [began, beganAt] = [MachineDate.now(), MachineDate.now()]

const now = (): number => Math.round(beganAt + (MachineDate.now() - began) * speed)

function goAt(next: number): void {
  beganAt = now()
  began = MachineDate.now()
  speed = next
}

globalThis.Date = new Proxy(MachineDate, {
  construct: (target, args, newTarget) =>
    Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget) as object,
  get: (target, name, receiver) => (name === 'now' ? now : (Reflect.get(target, name, receiver) as unknown)),
})
timers.setTimeout = (ms = 1, value, options) => machineSleep(ms / speed, value, options)
syncBuiltinESMExports()

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

process.on('message', (message: unknown) => {
  const order = Order.parse(message)
  if ('speed' in order) {
    goAt(order.speed)
    return
  }
  // What the first collection lets go of may hold more.
  for (let round = 0; round < 3; round += 1) collectGarbage()
  process.send?.({ heapBytes: process.memoryUsage().heapUsed })
})
