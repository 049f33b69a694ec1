import { expect, type Page } from 'playwright/test'

import type { Visit } from '../../src-main/contract/shell.ts'
import { expectAccessible } from './accessible.ts'
import { test } from './app.ts'
import { playDesktopJob } from './desktop-job.ts'
import { signInAsOperator } from './practice-pages.ts'

interface Saved {
  fileName: string
  base64: string
}

/**
 * The window as the desktop app has it: with a bridge of its own. Its calls go to the browser host, but for those that
 * only a desktop answers; what it was asked to save is kept for the test.
 */
async function becomeDesktop(
  page: Page,
  answers: { save?: unknown; update?: unknown },
): Promise<{
  saved: Saved[]
  visit: (visit: Visit) => Promise<void>
}> {
  const saved: Saved[] = []
  const waiting: Visit[] = []
  await page.exposeFunction('onlyDesktop', (name: string, ask: unknown) => {
    if (name === 'file.save') {
      saved.push(ask as Saved)
      return answers.save ?? { ok: true, value: { path: `/home/ana/Downloads/${(ask as Saved).fileName}` } }
    }
    if (name === 'updates.look') return answers.update
    if (name === 'window.takeVisit') return { ok: true, value: waiting.shift() ?? null }
    return null
  })
  await page.addInitScript(() => {
    const listeners: [string, (body: unknown) => void][] = []
    const only = Reflect.get(window, 'onlyDesktop') as (name: string, ask: unknown) => Promise<unknown>
    const events = new EventSource('/bridge/events')
    const heard = new Set<string>()
    const tell = (name: string, body: unknown): void => {
      for (const [wanted, listener] of listeners) if (wanted === name) listener(body)
    }
    Reflect.set(window, 'tell', tell)
    Reflect.set(window, 'bridge', {
      async call(name: string, ask: unknown): Promise<unknown> {
        const own = await only(name, ask ?? null)
        if (own !== null) return own
        const headers = { 'Content-Type': 'application/json', 'X-ResetLab': '1' }
        const body = JSON.stringify({ ask: ask ?? null })
        const answer = (await (await fetch(`/bridge/call/${name}`, { method: 'POST', headers, body })).json()) as {
          ok: boolean
          value: object
        }
        return name === 'app.about' ? { ok: true, value: { ...answer.value, host: 'electron' } } : answer
      },
      on(name: string, listener: (body: unknown) => void): () => void {
        listeners.push([name, listener])
        if (!heard.has(name)) {
          heard.add(name)
          events.addEventListener(name, (event: MessageEvent<string>) => {
            tell(name, JSON.parse(event.data))
          })
        }
        return () => undefined
      },
    })
  })
  await page.reload()
  return {
    saved,
    visit: async (visit) => {
      waiting.push(visit)
      await page.evaluate(() => {
        ;(Reflect.get(window, 'tell') as (name: string, body: null) => void)('window.visited', null)
      })
    },
  }
}

test('the main job, as the desktop app has it: files are saved by the system, and the window says where', async ({
  page,
  browser,
  open,
}) => {
  test.setTimeout(240_000)
  await open(page)
  const { saved } = await becomeDesktop(page, {})
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  let downloads = 0
  page.on('download', () => {
    downloads += 1
  })
  await playDesktopJob({
    page,
    browser,
    async follow(link) {
      const opened = page.context().waitForEvent('page')
      await link.click()
      return opened
    },
    copied: () => page.evaluate(() => navigator.clipboard.readText()),
    async save(act) {
      const before = saved.length
      await act()
      await expect.poll(() => saved.length).toBe(before + 1)
      const { fileName = '', base64 = '' } = saved.at(-1) ?? {}
      await expect(page.getByText(`/home/ana/Downloads/${fileName}`).first()).toBeVisible()
      return { fileName, bytes: Buffer.from(base64, 'base64') }
    },
  })
  expect(downloads).toBe(0)
})

test('what only a desktop hands to the window: deep links, files that were opened, saves that failed, and updates', async ({
  page,
  open,
}) => {
  await open(page)
  const unsaved = { kind: 'invalid-input', code: 'file.unsaved', params: { name: 'lab.yaml', why: 'ENOSPC' } }
  const unfound = { kind: 'unreachable', code: 'update.not-found', params: { why: 'ENOTFOUND' } }
  const answers = {
    save: { ok: false, failure: unsaved },
    update: { ok: true, value: { state: 'newest', version: '0.1.0' } } as unknown,
  }
  const { visit } = await becomeDesktop(page, answers)
  await expect(page.getByRole('heading', { name: 'Practise without an account' })).toBeVisible()

  // A deep link that comes before the sign-in waits for it.
  await visit({ place: 'settings', file: null })
  await expect(page.getByText('Settings opens once you are signed in').first()).toBeVisible()
  await signInAsOperator(page)
  await expect(page.getByRole('heading', { name: 'Settings' })).toBeVisible()

  const updates = page.getByRole('region', { name: 'Updates' })
  await expect(updates.getByText(/This is ResetLab \d+\.\d+\.\d+\./)).toBeVisible()
  const looks = updates.getByRole('switch', { name: 'Look for updates when ResetLab starts' })
  await expect(looks).not.toBeChecked()
  await looks.click()
  await expect(looks).toBeChecked()
  await updates.getByRole('button', { name: 'Look for updates now' }).click()
  await expect(updates.getByRole('status')).toHaveText('ResetLab 0.1.0 is the newest.')
  await page.getByRole('switch', { name: 'Read-only mode' }).click()
  await expect(updates.getByText('In read-only mode it does not look by itself')).toBeVisible()
  // Around a notice, the component kit puts guards of the focus that axe takes for controls.
  await expect(page.getByText('Settings opens once you are signed in')).toHaveCount(0)
  await expectAccessible(page)
  answers.update = { ok: true, value: { state: 'failed', failure: unfound } }
  await updates.getByRole('button', { name: 'Look for updates now' }).click()
  await expect(updates.getByRole('status')).toHaveText('No update could be looked for: ENOTFOUND.')

  await visit({ place: 'test', file: null })
  await expect(page).toHaveURL(/#\/test$/)
  await visit({
    place: 'evidence',
    file: { fileName: 'seat 7.resetlab', base64: Buffer.from('no zip').toString('base64') },
  })
  await expect(page.getByText('seat 7.resetlab was not opened').first()).toBeVisible()

  await page.getByRole('link', { name: 'Set up' }).click()
  await page.getByRole('button', { name: /Allow users to reset their password/ }).click()
  await page.getByRole('button', { name: /Save.*lab/i }).click()
  await expect(page.getByText('lab.yaml could not be saved there: ENOSPC.').first()).toBeVisible()
})
