import { DOMWrapper, enableAutoUnmount, flushPromises, mount } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'

import { calls } from '@contract/calls'
import type { Reply } from '@contract/failure'
import type { Lab } from '@contract/lab'
import type { PeopleCheck } from '@contract/people-in-tenant'

import { AppError, toFailure } from '../../../../../src-main/domain/app-error.ts'
import { readPeopleFile } from '../../../../../src-main/storage/people-file.ts'
import { setBridge } from '../../../../../src-renderer/bridge/bridge'
import { usePeopleStore } from '../../../../../src-renderer/stores/people'
import { createLabForm, labFormKey } from '../../../../../src-renderer/wizards/setup/lab-form'
import PeopleImport from '../../../../../src-renderer/wizards/setup/people/PeopleImport.vue'
import { FakeBridge, ok } from '../../../../support/fake-bridge'
import { sampleLab } from '../../../../support/sample-lab'

let bridge: FakeBridge
const router = createRouter({
  history: createMemoryHistory(),
  routes: [{ path: '/', component: { render: () => null } }],
})
enableAutoUnmount(afterEach)
beforeEach(() => {
  setActivePinia(createPinia())
  bridge = new FakeBridge({
    'people.read': (given) => {
      const { fileName, base64, mapping } = calls['people.read'].input.parse(given)
      try {
        const bytes = Buffer.from(base64, 'base64')
        const { file } = readPeopleFile({ fileName, bytes, domains: ['lab.onmicrosoft.com'], mapping: mapping ?? null })
        return ok({ ...file, readingId })
      } catch (error) {
        return { ok: false, failure: toFailure(error instanceof AppError ? error : null) }
      }
    },
    'people.check': () => ok({ taken: [anna], deleted: [], unusableDomains: [] }),
    'people.bringPasswords': (given) => {
      const { people } = calls['people.bringPasswords'].input.parse(given)
      return ok({ brought: people.length - 1, unfitRows: people.slice(0, 1).map(({ rowNumber }) => rowNumber) })
    },
    'people.forget': () => ok(undefined),
  })
  setBridge(bridge)
})
const readingId = '55555555-5555-4555-8555-555555555555'
const anna = {
  userPrincipalName: 'Anna@lab.onmicrosoft.com',
  displayName: 'Anna Berg',
  usageLocation: null,
  hindrance: null,
}
const asked = (name: string): unknown[] => bridge.asked.filter((one) => one.name === name).map((one) => one.ask)

afterEach(() => {
  vi.useRealTimers()
})

type View = DOMWrapper<HTMLElement>
interface Opened {
  view: View
  lab: Lab
}

/** The panel over a lab, with a file dropped on it. */
async function open(text: string, change: Record<string, unknown> = {}): Promise<Opened> {
  const form = createLabForm(sampleLab(change))
  mount(PeopleImport, {
    global: { plugins: [router], provide: { [labFormKey]: form } },
    attachTo: document.body,
  })
  const view = new DOMWrapper(document.body)
  await drop(view, text)
  return { view, lab: form.lab }
}

async function drop(view: View, text: string): Promise<void> {
  const file = new File([text], 'class.csv', { type: 'text/csv' })
  await view.get('[data-testid=people-drop]').trigger('drop', { dataTransfer: { files: [file] } })
  await flushPromises()
  await flushPromises()
}

function button(view: View, name: string | RegExp) {
  const found = view.findAll('button').find((one) => {
    const says = one.attributes('aria-label') ?? one.text()
    return typeof name === 'string' ? says === name : name.test(says)
  })
  if (!found) throw new Error(`there is no button ${String(name)}`)
  return found
}

const countsOf = (view: View): string => view.get('[data-testid=people-counts]').text().replace(/\s+/g, ' ')

describe('people from a file', () => {
  it('go into the lab behind those who are there, once every row is good', async () => {
    const { view, lab } = await open('userName,displayName,usageLocation\nanna,Anna,DE\nzoë,Zoë,Norway\n')
    expect(countsOf(view)).toBe('1 good, 1 with problems')
    expect(button(view, /^Take over/).attributes('disabled')).toBeDefined()
    expect(view.text()).toContain('May not hold “ë”.')
    await button(view, 'User name, row 3 of the file: use zoe').trigger('click')
    await button(view, 'Use all 1 suggestions').trigger('click')
    await button(view, 'Take over 2 people').trigger('click')
    expect(lab.users.list.map((user) => [user.userName, user.usageLocation])).toEqual([
      ['balas', undefined],
      ['anna', 'DE'],
      ['zoe', 'NO'],
    ])
    expect(view.get('[role=status]').text()).toBe('2 people were added to the lab.')
    expect(usePeopleStore().file).toBeNull()
  })

  it('may go without the bad rows, which stay to be mended', async () => {
    const { view, lab } = await open('userName,displayName\nanna,Anna\nБо,Bo\nbalas,Twin\n')
    expect(view.text()).toContain('Already in this lab.')
    await view.get('button[role=checkbox]').trigger('click')
    await button(view, 'Take over 1 person').trigger('click')
    expect(lab.users.list.map((user) => user.userName)).toEqual(['balas', 'anna'])
    expect(view.get('[role=status]').text()).toContain('2 people with problems are still here')
    await view.get('input[aria-label="User name, row 3 of the file"]').setValue('bo')
    await button(view, 'Leave out row 4 of the file').trigger('click')
    await button(view, 'Take over 1 person').trigger('click')
    expect(lab.users.list.map((user) => user.userName)).toEqual(['balas', 'anna', 'bo'])
  })

  it('are closed at once as they were read, and after a question once something was mended', async () => {
    const { view } = await open('userName,displayName\nanna,Anna\nБо,Bo\n')
    await button(view, 'Close the file').trigger('click')
    expect(usePeopleStore().file).toBeNull()
    await drop(view, 'userName,displayName\nanna,Anna\nБо,Bo\n')
    await view.get('input[aria-label="User name, row 3 of the file"]').setValue('bo')
    await button(view, 'Close the file').trigger('click')
    expect(view.get('[role=dialog]').text()).toContain('Close class.csv?')
    await button(view, 'Keep things as they are').trigger('click')
    expect(usePeopleStore().rows.map(({ userName }) => userName)).toEqual(['anna', 'bo'])
  })

  it('are read again by the columns that were chosen', async () => {
    const { view } = await open('Kennung;Wer\n17;anna\n18;bo\n')
    expect(view.text()).toContain('The headers are not known.')
    await view.get('button[role=switch]').trigger('click')
    await button(view, 'Read with these columns').trigger('click')
    await flushPromises()
    await flushPromises()
    expect(asked('people.read').at(-1)).toMatchObject({ mapping: { hasHeader: false, columns: { userName: 1 } } })
    expect(countsOf(view)).toBe('0 good, 3 with problems')
  })

  it('that cannot be read leave the reason', async () => {
    const { view } = await open('')
    expect(view.get('[role=alert]').text()).toBe('The file class.csv cannot be read as a list of people: it is empty.')
    await drop(view, 'userName,displayName\nanna,Anna\n')
    expect(view.find('[role=alert]').exists()).toBe(false)
    expect(countsOf(view)).toBe('1 good, 0 with problems')
  })

  it('are no more than the lab has room for', async () => {
    const list = Array.from({ length: 4999 }, (_, index) => ({ userName: `u${String(index)}`, displayName: 'User' }))
    const users = { usageLocation: 'US', list }
    const checklist = { testUser: 'u0', register: ['email'], resetWith: ['email'] }
    const { view, lab } = await open('userName,displayName\nanna,Anna\nbo,Bo\n', { users, checklist })
    expect(view.text()).toContain('A lab lists 5,000 users at most; there is room for 1.')
    await button(view, 'Leave out row 3 of the file').trigger('click')
    await button(view, 'Take over 1 person').trigger('click')
    expect(lab.users.list).toHaveLength(5000)
  })

  it('are drawn as far as they are in view, however many there are', async () => {
    const rows = Array.from({ length: 5000 }, (_, index) => `u${String(index)},User ${String(index)}`)
    const { view } = await open(`userName,displayName\n${rows.join('\n')}\n`)
    expect(countsOf(view)).toBe('5,000 good, 0 with problems')
    expect(view.get('table').attributes('aria-rowcount')).toBe('5001')
    expect(view.findAll('tbody tr').length).toBeLessThan(40)
    const region = view.get('[role=region]')
    region.element.scrollTop = 2500 * 76
    await region.trigger('scroll')
    expect(view.find('input[aria-label="User name, row 2,502 of the file"]').exists()).toBe(true)
    expect(view.find('input[aria-label="User name, row 2 of the file"]').exists()).toBe(false)
    expect(view.findAll('tbody tr').length).toBeLessThan(40)
  })

  it('are found among thousands, and stay while they are mended', async () => {
    const rows = Array.from({ length: 3000 }, (_, at) => `p${String(at)},Person ${String(at)}`)
    const { view } = await open(`userName,displayName\n${rows.join('\n')}\n`)
    await view.get('input[aria-label="Find in: People in the file"]').setValue('P2718')
    const names = () => view.findAll('input[aria-label^="User name, row"]')
    expect(names()).toHaveLength(1)
    await names()[0]?.setValue('leonhard')
    expect(names().map((one) => (one.element as HTMLInputElement).value)).toEqual(['leonhard'])
    expect(view.text()).toContain('1 of 3,000')
  })

  it('are looked up in the tenant; who is there already is named, and will be used', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const { view } = await open('userName,displayName\nanna,Anna\nbo,Bo\nc y,Cy\n')
    await vi.runAllTimersAsync()
    await flushPromises()
    expect(asked('people.check')).toEqual([{ names: ['anna@lab.onmicrosoft.com', 'bo@lab.onmicrosoft.com'] }])
    expect(view.get('[data-testid=tenant-check]').text()).toBe('1 in the tenant already, 0 in its recycle bin.')
    expect(countsOf(view)).toBe('2 good, 1 with problems')
    await button(view, 'Use all 1 suggestions').trigger('click')
    expect(view.text()).toContain('In the tenant already, as Anna Berg, and will be used.')
  })

  it('by the thousand are looked up 300 at a time, and no further once that is stopped', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const rows = Array.from({ length: 700 }, (_, index) => `u${String(index)},User ${String(index)}`)
    const answers: ((reply: Reply<PeopleCheck>) => void)[] = []
    const call = bridge.call.bind(bridge)
    bridge.call = (name, ask) => {
      if (name !== 'people.check') return call(name, ask)
      bridge.asked.push({ name, ask })
      // The answer of the one call that is held up.
      return new Promise<Reply<PeopleCheck>>((resolve) => answers.push(resolve)) as never
    }
    const { view } = await open(`userName,displayName\n${rows.join('\n')}\n`)
    await vi.runAllTimersAsync()
    expect(view.text()).toContain('Looking in the tenant: 0 of 700 names')
    answers[0]?.(ok({ taken: [], deleted: [], unusableDomains: [] }))
    await flushPromises()
    expect(view.text()).toContain('Looking in the tenant: 300 of 700 names, a few seconds left')
    await button(view, 'Stop looking').trigger('click')
    answers[1]?.(ok({ taken: [], deleted: [], unusableDomains: [] }))
    await view.get('input[aria-label="User name, row 2 of the file"]').setValue('other')
    await vi.runAllTimersAsync()
    await flushPromises()
    expect(answers).toHaveLength(2)
    expect(view.get('[data-testid=tenant-check]').text()).toMatch(/^299 of 700 names looked up: 0 in the tenant/)
    await button(view, 'Look again').trigger('click')
    expect(answers).toHaveLength(3)
  })

  it('that cannot be looked up say so, and are good all the same', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    bridge = new FakeBridge({
      'people.read': (given) => {
        const { fileName, base64 } = calls['people.read'].input.parse(given)
        const bytes = Buffer.from(base64, 'base64')
        const { file } = readPeopleFile({ fileName, bytes, domains: ['lab.onmicrosoft.com'], mapping: null })
        return ok({ ...file, readingId })
      },
      'people.check': () => ({ ok: false, failure: { kind: 'unreachable', code: 'graph.unreachable' } }),
    })
    setBridge(bridge)
    const { view } = await open('userName,displayName\nanna,Anna\n')
    await vi.runAllTimersAsync()
    await flushPromises()
    expect(view.get('[role=alert]').text()).toContain('The service did not answer.')
    expect(button(view, 'Take over 1 person').attributes('disabled')).toBeUndefined()
    await button(view, 'Try again').trigger('click')
    expect(asked('people.check')).toHaveLength(2)
  })

  it('bring their passwords by their rows, under the names they have in the end', async () => {
    const { view } = await open('userName,displayName,Password\nänna,Anna,x\nbo,Bo,y\n')
    expect(view.text()).toContain('are kept in memory until the run')
    await button(view, /^Use all/).trigger('click')
    await button(view, 'Make one instead').trigger('click')
    await button(view, 'Make one instead').trigger('click')
    await button(view, 'Take over 2 people').trigger('click')
    await flushPromises()
    expect(asked('people.bringPasswords')).toEqual([
      {
        readingId,
        people: [
          { rowNumber: 2, userPrincipalName: 'anna@lab.onmicrosoft.com' },
          { rowNumber: 3, userPrincipalName: 'bo@lab.onmicrosoft.com' },
        ],
      },
    ])
    expect(view.get('[role=status]').text()).toBe(
      '2 people were added to the lab. 1 person brings their own initial password. The passwords of 1 person hold their new user names: ResetLab makes new ones.',
    )
    expect(asked('people.forget')).toEqual([{ readingId }])
  })

  it('are forgotten with the sign-out, for another tenant has another domain', async () => {
    await open('userName,displayName\nanna,Anna\n')
    bridge.publish('session.changed', { state: 'signed-out', notice: null })
    expect(usePeopleStore().rows).toEqual([])
  })
})
