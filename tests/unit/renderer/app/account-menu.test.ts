import { enableAutoUnmount, flushPromises } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import type { Run } from '@contract/plan'

import { setBridge } from '../../../../src-renderer/bridge/bridge'
import AccountMenu from '../../../../src-renderer/app/AccountMenu.vue'
import { useRunStore } from '../../../../src-renderer/stores/run'
import { useSessionStore } from '../../../../src-renderer/stores/session'
import { FakeBridge, ok } from '../../../support/fake-bridge'
import { sampleRow, sampleRun } from '../../../support/sample-plan'
import { sampleSession, sampleTarget } from '../../../support/sample-target'
import { showInWindow } from '../../../support/show-in-window'

enableAutoUnmount(afterEach)
beforeEach(() => {
  setActivePinia(createPinia())
})

async function open(run: Run | null) {
  const session = { ...sampleSession(), others: [{ ...sampleTarget(), domain: 'other.onmicrosoft.com' }] }
  const bridge = new FakeBridge({
    'session.current': () => ok(session),
    'session.signOut': () => ok(session),
    'session.switchTo': () => ok(session),
    'practice.startOver': () => ok(session),
    'run.current': () => ok(run),
  })
  setBridge(bridge)
  await useSessionStore().refresh()
  await useRunStore().refresh()
  const window = await showInWindow(AccountMenu, { target: sampleTarget() }, bridge)
  const choose = async (name: string): Promise<void> => {
    await window.button('Admin').trigger('keydown', { key: 'Enter' })
    await flushPromises()
    const item = window.view.findAll('[role=menuitem]').find((one) => one.text().startsWith(name))
    await item?.trigger('click')
    await flushPromises()
  }
  const asked = (): string | undefined => bridge.asked.map(({ name }) => name).at(-1)
  const question = (): string => window.view.find('[role=dialog]').element.textContent
  return { ...window, choose, asked, question, session }
}

describe('the account menu', () => {
  it('signs out at once where nothing is lost by it', async () => {
    const { choose, asked } = await open(sampleRun('done', [sampleRow('a', 'done')]))
    await choose('Sign out')
    expect(asked()).toBe('session.signOut')
  })

  it('asks before initial passwords are lost, and before a run is stopped', async () => {
    const { choose, asked, question, press } = await open(
      sampleRun('running', [sampleRow('a', 'working')], { passwordsWaiting: 2 }),
    )
    await choose('Sign out')
    for (const part of [
      'Sign out of lab.onmicrosoft.com?',
      '2 initial passwords wait',
      'for good',
      'A run is under way',
    ])
      expect(question()).toContain(part)
    await press('Keep things as they are')
    expect(asked()).toBe('run.current')
    await choose('Switch to other.onmicrosoft.com')
    expect(question()).toContain('Leave lab.onmicrosoft.com?')
    await press('Leave all the same')
    expect(asked()).toBe('session.switchTo')
  })

  it('says before the practice tenant starts over in which tenant what is lost', async () => {
    const { choose, asked, question, press } = await open(null)
    await choose('Start the practice tenant over')
    expect(question()).toContain('in the practice tenant lab.onmicrosoft.com is lost')
    expect(question()).toContain('This cannot be undone.')
    await press('Start over')
    expect(asked()).toBe('practice.startOver')
  })
})
