import { AsyncLocalStorage } from 'node:async_hooks'

import type { Why } from '../contract/activity.ts'

const whyNow = new AsyncLocalStorage<Why>()

/** Does the work, and whatever it leaves running, for this reason; what is not given stays as it was around it. */
export const because = <T>(why: Partial<Why>, work: () => T): T => whyNow.run({ ...currentWhy(), ...why }, work)

/** Why what is done at this moment is done. */
export const currentWhy = (): Why => whyNow.getStore() ?? { call: null, detail: null }
