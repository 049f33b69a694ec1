import { expect, type Page } from 'playwright/test'

import { expectAccessible } from './accessible.ts'
import { test } from './app.ts'
import { everyScreen } from './every-screen.ts'

/** A window of 900 × 600 at 200 % is this many pixels of the page's own. */
const zoomed = { width: 450, height: 300 }

/** What sticks out of the page to the side, and so cannot be seen without scrolling there. */
const sideways = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [document.documentElement, ...document.querySelectorAll('main, header, [role=dialog]')]
      .filter((element) => element.scrollWidth > element.clientWidth + 1)
      .map((element) => `${element.tagName} ${String(element.scrollWidth)} in ${String(element.clientWidth)}`),
  )

test('every screen and state: axe finds nothing, nothing sticks out at 200 %, and nothing is asked of anybody else', async ({
  page,
  open,
}) => {
  test.setTimeout(420_000)
  const origins = new Set<string>()
  page.on('request', (request) => {
    const { origin, protocol } = new URL(request.url())
    if (!['data:', 'blob:'].includes(protocol)) origins.add(origin)
  })
  const app = await open(page)
  const visited: string[] = []
  const usual = page.viewportSize()
  await everyScreen(page, async (name) => {
    visited.push(name)
    await test.step(name, async () => {
      await expectAccessible(page)
      await page.setViewportSize(zoomed)
      await expect.poll(() => sideways(page), { message: `${name} at 200 %` }).toEqual([])
      if (usual) await page.setViewportSize(usual)
    })
  })
  expect(new Set(visited).size).toBe(visited.length)
  expect([...origins]).toEqual([new URL(await app.ready).origin])
})
