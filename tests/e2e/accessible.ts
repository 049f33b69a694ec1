import axe from 'axe-core'
import { expect, type Page } from 'playwright/test'

type Found = { id: string; html: string }[]

/**
 * Runs axe in the page as it stands. `rules`: these only. Only violations are gathered, and no style sheet is fetched
 * anew, which none of its usual rules asks for; both take longer than the rules themselves.
 */
async function violations(page: Page, rules?: string[]): Promise<Found> {
  // It stays until the next document.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source)
  return page.evaluate(async (runOnly) => {
    const { run } = Reflect.get(window, 'axe') as typeof axe
    const preload = { assets: ['media'] }
    const results = await run({ resultTypes: ['violations'], preload, ...(runOnly ? { runOnly } : {}) })
    return results.violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => ({ id, html })))
  }, rules)
}

/** What axe finds on a page that has come, in light and in dark; only contrast can differ between the two. */
export async function accessProblems(page: Page): Promise<string[]> {
  // Not by its role: beside an open dialog it has none.
  await expect(page.locator('h1').first()).toBeVisible()
  const problems: string[] = []
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    const found = await violations(page, colorScheme === 'light' ? undefined : ['color-contrast'])
    problems.push(...found.map(({ id, html }) => `${colorScheme} ${id}: ${html}`))
  }
  await page.emulateMedia({ colorScheme: 'light' })
  return problems
}

export async function expectAccessible(page: Page): Promise<void> {
  expect(await accessProblems(page)).toEqual([])
}
