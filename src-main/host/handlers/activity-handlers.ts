import { activityReport } from '../../report/activity-report.ts'
import type { Handlers } from '../serve-calls.ts'
import type { Desk } from './desk.ts'

type ActivityHandlers = Pick<Handlers, 'activity.list' | 'activity.export'>

/** How long changes are gathered before the window hears that there are some. */
const gatherMs = 200

/** Every request this process made. The window is told that there is news, and asks when it shows them. */
export function activityHandlers({ hub, workspace }: Pick<Desk, 'hub' | 'workspace'>): ActivityHandlers {
  const { activity, clock } = workspace
  let isGathering = false
  activity.onChange(() => {
    if (isGathering) return
    isGathering = true
    setTimeout(() => {
      isGathering = false
      hub.publish('activity.changed', { change: activity.lastChange })
    }, gatherMs).unref()
  })
  return {
    'activity.list': ({ after }) => Promise.resolve(activity.since(after)),
    'activity.export': ({ filter, format }) => {
      const { text, ...file } = activityReport(activity.since(0).calls, filter, format, clock.now())
      return Promise.resolve({ ...file, base64: Buffer.from(text).toString('base64') })
    },
  }
}
