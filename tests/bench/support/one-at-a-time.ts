import type { GraphPort } from '../../../src-main/engine/ports.ts'

/** The same port, where a call begins only when the one before it has ended: nothing can travel together. */
export function oneAtATime(graph: GraphPort): GraphPort {
  let last: Promise<unknown> = Promise.resolve()
  return new Proxy(graph, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name)
      if (typeof member !== 'function') return member
      return (...given: unknown[]) => {
        const mine = last.then(() => Reflect.apply(member, target, given) as unknown)
        last = mine.catch(() => undefined)
        return mine
      }
    },
  })
}
