import { expect } from 'playwright/test'

import { test } from './app.ts'
import { signInAsOperator } from './practice-pages.ts'

test.use({ locale: 'de-DE' })

test('speaks German where the browser does, until English is chosen in the settings', async ({ page, open }) => {
  await open(page)
  await expect(page.getByRole('heading', { name: 'Ohne Konto üben' })).toBeVisible()
  await expect(page.locator('html')).toHaveAttribute('lang', 'de')
  const words = { practise: 'Ohne Konto üben', open: 'Anmeldeseite öffnen', main: 'Hauptnavigation' }
  await signInAsOperator(page, { ...words, done: 'Sie sind angemeldet' })
  for (const [place, heading] of [
    ['Übersicht', 'Willkommen in Ihrem Lab'],
    ['Einrichten', 'Einrichten'],
    ['Test', 'Noch kein Lab zum Testen'],
    ['Belege', 'Noch keine Belege'],
    ['Aktivität', 'Aktivität'],
    ['Einstellungen', 'Einstellungen'],
  ] as const) {
    await page.getByRole('link', { name: place, exact: true }).click()
    await expect(page.getByRole('heading', { name: heading, exact: true })).toBeVisible()
  }

  await page.getByLabel('Sprache').click()
  await page.getByRole('option', { name: 'English' }).click()
  await expect(page.getByRole('heading', { name: 'Settings', exact: true })).toBeVisible()
  await expect(page.locator('html')).toHaveAttribute('lang', 'en')
  await page.reload()
  await page.getByRole('link', { name: 'Test', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'No lab to test yet' })).toBeVisible()
})
