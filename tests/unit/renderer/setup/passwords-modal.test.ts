import { DOMWrapper, enableAutoUnmount, flushPromises, mount } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import Papa from 'papaparse'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { h } from 'vue'
import { createMemoryHistory, createRouter, type Router, RouterView } from 'vue-router'

import type { InitialPassword } from '../../../../src-main/contract/plan.ts'
import { setBridge } from '../../../../src-renderer/bridge/bridge'
import { guardedPasswords, passwordCsv } from '../../../../src-renderer/wizards/setup/password-csv.ts'
import PasswordsModal from '../../../../src-renderer/wizards/setup/PasswordsModal.vue'
import { FakeBridge } from '../../../support/fake-bridge'

const made = (name: string, password: string, origin: InitialPassword['origin'] = 'made'): InitialPassword => ({
  userPrincipalName: `${name}@lab.onmicrosoft.com`,
  displayName: name.toUpperCase(),
  password,
  origin,
})

enableAutoUnmount(afterEach)
beforeEach(() => {
  setActivePinia(createPinia())
  setBridge(new FakeBridge())
})

type View = DOMWrapper<HTMLElement>

/** The dialog on a page of its own, so that leaving the page can be tried. */
async function open(passwords: InitialPassword[]): Promise<{ view: View; closed: () => number; router: Router }> {
  let closed = 0
  const onClose = () => (closed += 1)
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [
      { path: '/', component: { render: () => h(PasswordsModal, { passwords, onClose }) } },
      { path: '/elsewhere', component: { render: () => null } },
    ],
  })
  await router.push('/')
  mount(RouterView, { global: { plugins: [router] }, attachTo: document.body })
  await flushPromises()
  return { view: new DOMWrapper(document.body), closed: () => closed, router }
}

async function press(view: View, name: string): Promise<void> {
  const found = view.findAll('button').find((one) => (one.attributes('aria-label') ?? one.text()) === name)
  if (!found) throw new Error(`there is no button ${name}`)
  await found.trigger('click')
  await flushPromises()
}

describe('the initial passwords', () => {
  it('are closed only after a question, which says that nothing was printed or saved', async () => {
    const { view, closed } = await open([made('anna', 'Hand-me-0ut')])
    expect(view.text()).toContain('ResetLab keeps them nowhere')
    await press(view, 'Close')
    expect(view.get('[role=alertdialog]').text()).toContain('nothing was printed or saved yet')
    await press(view, 'Keep showing them')
    expect(closed()).toBe(0)
    await press(view, 'Close')
    await press(view, 'Close and forget them')
    expect(closed()).toBe(1)
  })

  it('are not left by leaving the page', async () => {
    const { view, router } = await open([made('anna', 'Hand-me-0ut')])
    await router.push('/elsewhere')
    await flushPromises()
    expect(router.currentRoute.value.path).toBe('/')
    expect(view.find('[role=alertdialog]').exists()).toBe(true)
  })

  it('are printed as one slip a person, which is there for the printer only', async () => {
    const seen: number[] = []
    vi.stubGlobal('print', () => seen.push(document.querySelectorAll('.password-slip').length))
    const { view } = await open([made('anna', 'Hand-me-0ut'), made('bo', 'And-me-t0o')])
    expect(view.findAll('.password-slip')).toHaveLength(0)
    await press(view, 'Print slips')
    expect(seen).toEqual([2])
    expect(view.get('.password-slip').text()).toContain('Hand-me-0ut')
    window.dispatchEvent(new Event('afterprint'))
    await flushPromises()
    expect(view.findAll('.password-slip')).toHaveLength(0)
    await press(view, 'Close')
    expect(view.get('[role=alertdialog]').text()).toContain('Did the slips come out of the printer?')
  })

  it('are saved as a file, and asked for before it is closed', async () => {
    const saved: Blob[] = []
    const createObjectURL = (blob: Blob) => `blob:${String(saved.push(blob))}`
    vi.stubGlobal('URL', Object.assign(URL, { createObjectURL, revokeObjectURL: () => undefined }))
    vi.spyOn(HTMLAnchorElement.prototype, 'click').mockReturnValue(undefined)
    const { view } = await open([made('anna', 'Hand-me-0ut')])
    await press(view, 'Save as CSV')
    expect(await saved[0]?.text()).toContain('"Hand-me-0ut"')
    await press(view, 'Close')
    expect(view.get('[role=alertdialog]').text()).toContain('Is the file where you want it?')
  })

  it('of thousands are drawn as far as they are in view', async () => {
    const { view } = await open(Array.from({ length: 5000 }, (_, at) => made(`u${String(at)}`, 'Hand-me-0ut')))
    expect(view.findAll('tbody tr').length).toBeLessThan(40)
    expect(view.get('table').attributes('aria-rowcount')).toBe('5001')
  })

  it('say which were brought in a file', async () => {
    const { view } = await open([made('anna', 'Hand-me-0ut', 'brought'), made('bo', 'And-me-t0o')])
    expect(view.text().match(/from your file/g)).toHaveLength(1)
  })
})

describe('the passwords as CSV', () => {
  const list = [made('anna', 'Hand,me"0ut'), made('=bo', '=SUM(A1)', 'brought'), made('cy', '-Dash-1ng', 'brought')]

  it('come back whole, with the address to sign in at', () => {
    const text = passwordCsv(list.slice(0, 1), 'https://signin.example/')
    expect(text.startsWith('\ufeff')).toBe(true)
    expect(Papa.parse<string[]>(text.slice(1), { skipEmptyLines: true }).data).toEqual([
      ['Display name', 'User name', 'Initial password', 'Sign-in address'],
      ['ANNA', 'anna@lab.onmicrosoft.com', 'Hand,me"0ut', 'https://signin.example/'],
    ])
  })

  it('hold no cell that a spreadsheet takes for a formula', () => {
    const cells = Papa.parse<string[]>(passwordCsv(list, null).slice(1)).data.flat()
    for (const cell of cells) expect(cell).not.toMatch(/^[=+\-@\t\r]/)
    expect(cells).toContain("'=SUM(A1)")
    expect(guardedPasswords(list)).toBe(2)
  })
})
