import { createHash } from 'node:crypto'

/** A number from 0 up to, not including, 1. */
export type Random = () => number

/** The same numbers for the same seed, on every machine (mulberry32). For sample data and chance, never for secrets. */
export function seededRandom(seed: string): Random {
  let state = createHash('sha256').update(seed).digest().readUInt32LE(0)
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

const hex = (value: number, digits: number): string => Math.floor(value).toString(16).padStart(digits, '0')

/** A version 4 UUID (RFC 9562) out of a seeded source. */
export function seededUuid(random: Random): string {
  const part = (): string => hex(random() * 0x1_0000_0000, 8)
  const [a, b, c, d] = [part(), part(), part(), part()]
  const variant = hex(8 + random() * 4, 1)
  return `${a}-${b.slice(0, 4)}-4${b.slice(5)}-${variant}${c.slice(1, 4)}-${c.slice(4)}${d}`
}

/** The same point of a range for the same key: how long just this object waits. */
export function pointIn([min, max]: readonly [number, number], key: string): number {
  if (max <= min) return min
  // FNV-1a, 32 bits: spread is all that is asked of it.
  let hash = 0x811c9dc5
  for (let at = 0; at < key.length; at += 1) hash = Math.imul(hash ^ key.charCodeAt(at), 0x01000193)
  return min + ((hash >>> 0) / 4294967296) * (max - min)
}
