import { enableAutoUnmount, flushPromises, mount } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'

import { Settings, SettingsChange, Tour, tourStops } from '@contract/settings'

import { setBridge } from '../../../../src-renderer/bridge/bridge.ts'
import { useSettingsStore } from '../../../../src-renderer/stores/settings.ts'
import { useTourStore } from '../../../../src-renderer/stores/tour.ts'
import TourPanel from '../../../../src-renderer/tour/TourPanel.vue'
import { FakeBridge, ok } from '../../../support/fake-bridge.ts'

enableAutoUnmount(afterEach)

let kept: Settings
beforeEach(() => {
  setActivePinia(createPinia())
  const tour = Tour.parse({ stop: 'sign-in', isOpen: true })
  kept = Settings.parse({ tour })
  const inForce = () => ok({ ...kept, isHeldReadOnly: false })
  setBridge(
    new FakeBridge({
      'settings.get': inForce,
      'settings.change': (change) => {
        kept = { ...kept, tour: SettingsChange.parse(change).tour ?? kept.tour }
        return inForce()
      },
    }),
  )
})

async function show() {
  await useSettingsStore().refresh()
  const names = ['start', 'set-up', 'test', 'evidence', 'activity']
  const routes = names.map((name) => ({ path: `/${name}`, name, component: { render: () => null } }))
  const router = createRouter({ history: createMemoryHistory(), routes })
  await router.push('/start')
  const panel = mount(TourPanel, { attachTo: document.body, global: { plugins: [router] } })
  const press = async (label: string): Promise<void> => {
    const button = panel.findAll('button').find((one) => [one.text(), one.attributes('aria-label')].includes(label))
    if (!button) throw new Error(`There is no button ${label}`)
    await button.trigger('click')
    await flushPromises()
  }
  return { panel, press }
}

describe('the tour', () => {
  it('goes through its stops, moves the focus along, and begins anew after its end', async () => {
    const { panel, press } = await show()
    const titles: string[] = []
    for (const [at] of tourStops.entries()) {
      expect(document.activeElement).toBe(panel.get('h2').element)
      expect(panel.text()).toContain(`stop ${String(at + 1)} of ${String(tourStops.length)}`)
      titles.push(panel.get('h2').text())
      await press(at < tourStops.length - 1 ? 'Next stop' : 'End the tour')
    }
    expect(new Set(titles).size).toBe(tourStops.length)
    expect(kept.tour).toEqual({ stop: 'sign-in', isOpen: false })
  })

  it('can be left at any time, by the keyboard too, and goes on where it was', async () => {
    const { panel, press } = await show()
    await press('Next stop')
    await press('Next stop')
    await panel.get('aside').trigger('keydown', { key: 'Escape' })
    await flushPromises()
    expect(kept.tour).toEqual({ stop: 'apply', isOpen: false })
    const tour = useTourStore()
    await tour.open()
    expect([tour.isOpen, tour.stop, tour.isBegun]).toEqual([true, 'apply', true])
    await press('Back to the stop before')
    expect(kept.tour.stop).toBe('choose')
    await press('From the start')
    expect(kept.tour.stop).toBe('sign-in')
    await press('Leave the tour')
    expect(kept.tour.isOpen).toBe(false)
  })

  it('leads nowhere that nobody gets to before signing in', async () => {
    const { panel, press } = await show()
    await press('Next stop')
    expect(panel.find('a').exists()).toBe(false)
  })
})
