import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from 'playwright/test'

/** What axe finds on a page that has come, in light and in dark; only contrast can differ between the two. */
export async function accessProblems(page: Page): Promise<string[]> {
  // While a dialog is open, the page behind it is hidden from readers.
  await expect(page.getByRole('heading', { level: 1 }).or(page.getByRole('dialog')).first()).toBeVisible()
  const problems: string[] = []
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    const axe = new AxeBuilder({ page })
    const { violations } = await (colorScheme === 'light' ? axe : axe.withRules(['color-contrast'])).analyze()
    problems.push(
      ...violations.map(({ id, nodes }) => `${colorScheme} ${id}: ${nodes.map((node) => node.html).join(' ')}`),
    )
  }
  await page.emulateMedia({ colorScheme: 'light' })
  return problems
}

export async function expectAccessible(page: Page): Promise<void> {
  expect(await accessProblems(page)).toEqual([])
}
