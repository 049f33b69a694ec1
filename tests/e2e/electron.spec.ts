import { expect } from 'playwright/test'

import type { Bridge } from '../../src-main/contract/bridge.ts'
import { playDesktopJob } from './desktop-job.ts'
import { catchLinks, electronStage, test } from './electron-app.ts'

/** What only Electron itself can show. Without its binary each of these says "skipped: no Electron binary". */

test('opens a sandboxed window that shows the start page and answers its calls', async ({ launch }) => {
  const { page, home } = await launch()
  await expect(page).toHaveURL(/^app:\/\/resetlab\//)
  await expect(page.getByText('Practise without an account').first()).toBeVisible()
  expect(await page.evaluate(() => typeof Reflect.get(globalThis, 'require'))).toBe('undefined')
  expect(await page.evaluate(() => typeof Reflect.get(globalThis, 'process'))).toBe('undefined')
  const about = await page.evaluate(async () => {
    // What the preload put there, seen from inside the page.
    const bridge = Reflect.get(globalThis, 'bridge') as Bridge
    return bridge.call('app.about', undefined)
  })
  expect(about).toMatchObject({ ok: true, value: { host: 'electron', home } })
})

test('goes nowhere else, opens nothing unknown, and loads nothing from outside', async ({ launch }) => {
  const { app, page } = await launch()
  const opened = await catchLinks(app)
  await expect(page.getByText('Practise without an account').first()).toBeVisible()
  await page.evaluate(() => {
    location.href = 'https://example.com/'
  })
  await page.evaluate(() => {
    for (const url of ['https://evil.example/', 'file:///etc/passwd', 'https://learn.microsoft.com/entra/']) open(url)
  })
  await expect.poll(opened).toEqual(['https://learn.microsoft.com/entra/'])
  await expect(page).toHaveURL(/^app:\/\/resetlab\//)
  expect(app.windows()).toHaveLength(1)
  const outcomes = await page.evaluate(async () => {
    const tries = ['https://example.com/', 'http://127.0.0.1:1/', 'file:///etc/passwd'].map((url) => fetch(url))
    return (await Promise.allSettled(tries)).map(({ status }) => status)
  })
  expect(outcomes).toEqual(['rejected', 'rejected', 'rejected'])
  const hasRun = await page.evaluate(() => {
    const script = document.createElement('script')
    script.textContent = 'globalThis.hasRun = true'
    document.head.append(script)
    return Reflect.get(globalThis, 'hasRun') as unknown
  })
  expect(hasRun).toBeUndefined()
})

test('a window that crashed is covered by a page, and comes back when it is loaded again', async ({ launch }) => {
  const { app, page } = await launch()
  await expect(page.getByText('Practise without an account').first()).toBeVisible()
  const over = app.waitForEvent('window')
  await app.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer()
  })
  const trouble = await over
  await expect(trouble.getByRole('heading', { name: 'The window has crashed' })).toBeVisible()
  await trouble.getByRole('link', { name: 'Load it again' }).click()
  await expect
    .poll(() => app.evaluate(({ webContents }) => webContents.getAllWebContents().map((one) => one.getTitle())))
    .toEqual(['ResetLab'])
})

test('a deep link on the command line leads to its place, once signed in', async ({ launch, browser }) => {
  const opened = await launch('resetlab://open/settings')
  await expect(opened.page.getByText('Settings opens once you are signed in').first()).toBeVisible()
  const { page, follow } = await electronStage(opened, browser)
  await page.getByRole('button', { name: 'Practise without an account' }).click()
  const signIn = await follow(page.getByRole('link', { name: 'Open the sign-in page' }))
  await signIn.getByRole('button', { name: 'Fill these in for me' }).click()
  await signIn.getByRole('button', { name: 'Sign in' }).click()
  await signIn.getByRole('button', { name: 'Accept' }).click()
  await expect(page.getByRole('heading', { name: 'Settings', level: 1 })).toBeVisible()
})

test('the main job, in the desktop app', async ({ launch, browser }) => {
  test.setTimeout(240_000)
  await playDesktopJob(await electronStage(await launch(), browser))
})
