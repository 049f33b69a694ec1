import { defineStore } from 'pinia'
import { computed } from 'vue'

import { type Tour, tourStops } from '@contract/settings'

import { useSettingsStore } from './settings'

/** The tour through the app: kept in the settings of this computer, so that it goes on where it was left. */
export const useTourStore = defineStore('tour', () => {
  const settings = useSettingsStore()
  const tour = computed<Tour>(() => settings.settings?.tour ?? { stop: tourStops[0], isOpen: false })
  const isOpen = computed(() => tour.value.isOpen)
  const stop = computed(() => tour.value.stop)
  const at = computed(() => tourStops.indexOf(tour.value.stop))
  const isBegun = computed(() => at.value > 0)

  const change = (part: Partial<Tour>): Promise<void> => settings.change({ tour: { ...tour.value, ...part } })
  /** At its first stop, or where it was left. */
  const open = (): Promise<void> => change({ isOpen: true })
  const leave = (): Promise<void> => change({ isOpen: false })
  const startOver = (): Promise<void> => change({ stop: tourStops[0] })
  /** Beyond the last stop it ends, and begins anew the next time. */
  function move(steps: 1 | -1): Promise<void> {
    const next = tourStops[at.value + steps]
    return next === undefined ? change({ stop: tourStops[0], isOpen: false }) : change({ stop: next })
  }

  return { isOpen, stop, at, isBegun, open, leave, startOver, move }
})
