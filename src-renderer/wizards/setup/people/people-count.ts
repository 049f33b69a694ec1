import type { Lab } from '@contract/lab'

import { number, t } from '../../../i18n/i18n'

/** So many users a lab lists (`users.list`). */
const mostListed = 5000

/** How many more users a lab can list. */
export const roomIn = (lab: Lab): number => mostListed - lab.users.list.length

/** Why no more than `room` users can be added. */
export const noRoom = (room: number): string => t('people.noRoom', { most: number(mostListed), room: number(room) })
