import type { Lab } from '@contract/lab'

/** So many users a lab lists (`users.list`). */
const mostListed = 5000

/** How many more users a lab can list. */
export const roomIn = (lab: Lab): number => mostListed - lab.users.list.length

/** Why no more than `room` users can be added. */
export const noRoom = (room: number): string =>
  `A lab lists ${mostListed.toLocaleString('en')} users at most; there is room for ${room.toLocaleString('en')}.`

/** "1 person", "5,000 people". */
export const people = (count: number): string => `${count.toLocaleString('en')} ${count === 1 ? 'person' : 'people'}`
