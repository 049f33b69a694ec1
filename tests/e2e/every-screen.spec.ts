import { expect, type Page } from 'playwright/test'

import { accessProblems } from './accessible.ts'
import { test } from './app.ts'
import { everyScreen } from './every-screen.ts'

/** A window of 900 × 600 at 200 % is this many pixels of the page's own. */
const zoomed = { width: 450, height: 300 }

/** What sticks out of the page to the side, and so cannot be seen without scrolling there. */
const sideways = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [document.documentElement, ...document.querySelectorAll('main, header, [role=dialog]')]
      .filter((element) => element.scrollWidth > element.clientWidth + 1)
      .map((element) => {
        const right = element.getBoundingClientRect().left + element.clientWidth
        // What stands in a part that can be scrolled by itself is not what sticks out.
        const isCut = (one: Element | null): boolean =>
          one !== null && one !== element && (getComputedStyle(one).overflowX !== 'visible' || isCut(one.parentElement))
        const out = [...element.querySelectorAll('*')].find(
          (one) => one.getBoundingClientRect().right > right + 1 && !isCut(one.parentElement),
        )
        return `${element.tagName} ${String(element.scrollWidth)} in ${String(element.clientWidth)}: ${out?.outerHTML.slice(0, 300) ?? ''}`
      }),
  )

test('every screen and state: axe finds nothing, nothing sticks out at 200 %, and nothing is asked of anybody else', async ({
  page,
  open,
}) => {
  test.setTimeout(300_000)
  const origins = new Set<string>()
  page.on('request', (request) => {
    const { origin, protocol } = new URL(request.url())
    if (!['data:', 'blob:'].includes(protocol)) origins.add(origin)
  })
  const app = await open(page)
  const visited: string[] = []
  const usual = page.viewportSize()
  await everyScreen(page, async (name, isLikeBefore = false) => {
    visited.push(name)
    // Softly, so that one walk tells of every screen.
    if (!isLikeBefore) expect.soft(await accessProblems(page), name).toEqual([])
    await page.setViewportSize(zoomed)
    expect.soft(await sideways(page), `${name} at 200 %`).toEqual([])
    if (usual) await page.setViewportSize(usual)
  })
  expect(new Set(visited).size).toBe(visited.length)
  expect([...origins]).toEqual([new URL(await app.ready).origin])
})
