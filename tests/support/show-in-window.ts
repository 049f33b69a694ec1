import { DOMWrapper, flushPromises, mount } from '@vue/test-utils'
import { type Component, h } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'

import type { Failure, Reply } from '@contract/failure'

import { setBridge } from '../../src-renderer/bridge/bridge'
import type { FakeBridge } from './fake-bridge'

const blank = { render: () => null }

export const refused: Reply<never> = { ok: false, failure: { kind: 'unreachable', code: 'graph.no-answer' } }
export const refusedAs = (failure: Failure): Reply<never> => ({ ok: false, failure })

interface Surroundings {
  /** The address it is opened at. */
  readonly at?: string
  /** What stands at every address but the first, for a page that asks the router where it is. */
  readonly page?: unknown
  readonly provide?: Record<symbol, unknown>
}

/** A component in a document, as the window shows it: with a router, and this bridge behind the stores. */
export async function showInWindow(
  component: unknown,
  props: Record<string, unknown>,
  bridge: FakeBridge,
  { at = '/', page = blank, provide = {} }: Surroundings = {},
) {
  setBridge(bridge)
  // Where jsdom draws nothing, nothing scrolls.
  Element.prototype.scrollIntoView = () => undefined
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [
      { path: '/', component: blank },
      { path: '/evidence', name: 'evidence', component: blank },
      { path: '/settings', name: 'settings', component: blank },
      { path: '/:any', component: page as Component },
    ],
  })
  await router.push(at)
  // What the test names is a component.
  mount(
    { render: () => h(component as Component, props) },
    { global: { plugins: [router], provide }, attachTo: document.body },
  )
  await flushPromises()
  const view = new DOMWrapper(document.body)

  const button = (name: string): DOMWrapper<HTMLButtonElement> => {
    const found = view.findAll('button').find((one) => one.text() === name || one.attributes('aria-label') === name)
    if (!found) throw new Error(`no button ${name}`)
    return found
  }
  const press = async (name: string): Promise<void> => {
    await button(name).trigger('click')
    await flushPromises()
  }
  /** The control a person finds by its label. */
  const field = (label: string): DOMWrapper<HTMLInputElement> => {
    const id =
      view
        .findAll('label')
        .find((one) => one.text() === label)
        ?.attributes('for') ?? ''
    const found = document.getElementById(id)
    if (!found) throw new Error(`no field ${label}`)
    // Text fields, and buttons that stand for a choice: both are asked for value or state as an input is.
    return new DOMWrapper(found as HTMLInputElement)
  }
  /** What is said at a control, for the eye and for a screen reader alike; empty when nothing is wrong. */
  const saidAt = (control: DOMWrapper<Element>): string => {
    if (control.attributes('aria-invalid') !== 'true') return ''
    const ids = (control.attributes('aria-describedby') ?? '').split(' ').filter((id) => id.endsWith('-error'))
    return ids.map((id) => view.get(`[id="${id}"]`).text()).join(' ')
  }
  const alerts = (): string[] => view.findAll('[role=alert]').map((one) => one.text())
  return { view, router, button, press, field, saidAt, alerts }
}
