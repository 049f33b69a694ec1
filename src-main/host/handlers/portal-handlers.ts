import type { PortalWatch } from '../../contract/calls.ts'
import { failureText } from '../../contract/failure-text.ts'
import { toFailure } from '../../domain/app-error.ts'
import { portalSettings } from '../../domain/portal-settings.ts'
import { firstWatch, watchPortal } from '../../engine/portal-watch.ts'
import { isCancelled } from '../../engine/settle.ts'
import type { Handlers } from '../serve-calls.ts'
import type { Desk } from './desk.ts'

type PortalHandlers = Pick<Handlers, 'portal.watch' | 'portal.current' | 'portal.stop'>

/** The guided portal step: what to set, and a watch that reads the effect back. */
export function portalHandlers(desk: Desk): PortalHandlers {
  let current: PortalWatch | null = null
  let stop = new AbortController()

  const show = (watch: PortalWatch | null): void => {
    current = watch
    desk.hub.publish('portal.changed', watch)
  }

  desk.onLeave(() => {
    stop.abort()
    current = null
    return Promise.resolve()
  })

  return {
    'portal.watch': ({ lab }) => {
      const { graph, links, target } = desk.connection()
      stop.abort()
      stop = new AbortController()
      const { signal } = stop
      const settings = portalSettings(lab, target.domain, links)
      show(firstWatch(settings))
      const onChange = (watch: PortalWatch): void => {
        if (!signal.aborted) show(watch)
      }
      watchPortal({ lab, domain: target.domain, settings, graph, clock: desk.workspace.clock, signal, onChange }).catch(
        (error: unknown) => {
          if (isCancelled(error) || signal.aborted || current === null) return
          const failure = toFailure(error)
          if (failure.kind === 'bug') desk.onBug(error)
          const inside = { ...current.inside, verdict: 'could-not-check' as const, detail: failureText(failure) }
          show({ ...current, watching: false, inside })
        },
      )
      return Promise.resolve(current ?? firstWatch(settings))
    },
    'portal.current': () => Promise.resolve(current),
    'portal.stop': () => {
      stop.abort()
      if (current) show({ ...current, watching: false })
      return Promise.resolve()
    },
  }
}
