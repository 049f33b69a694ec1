import { expect } from 'playwright/test'

import { test } from './app.ts'
import { signInAsOperator } from './practice-pages.ts'

test('the language is chosen in Settings, holds at once, and is kept', async ({ page, open }) => {
  await open(page)
  await signInAsOperator(page)
  await page.getByRole('link', { name: 'Settings' }).click()
  await page.getByRole('combobox', { name: 'Language' }).click()
  await page.getByRole('option', { name: 'Deutsch' }).click()
  await expect(page.getByRole('heading', { name: 'Einstellungen', exact: true })).toBeVisible()
  await expect(page.getByText('sind in jeder Sprache Englisch')).toBeVisible()
  expect(await page.locator('html').getAttribute('lang')).toBe('de')

  await page.reload()
  await expect(page.getByRole('heading', { name: 'Einstellungen', exact: true })).toBeVisible()
  await expect(page.getByRole('link', { name: 'Übersicht' })).toBeVisible()

  await page.getByRole('combobox', { name: 'Sprache' }).click()
  await page.getByRole('option', { name: 'Wie das System' }).click()
  await expect(page.getByRole('heading', { name: 'Settings', exact: true })).toBeVisible()
})

test.describe('a German browser', () => {
  test.use({ locale: 'de-AT' })

  test('is spoken to in German from the first page on, in failures too, until English is chosen', async ({
    page,
    open,
  }) => {
    await open(page)
    await expect(page.getByRole('heading', { name: 'Ohne Konto üben' })).toBeVisible()
    await expect(page.locator('html')).toHaveAttribute('lang', 'de')
    await page.getByRole('button', { name: 'Bei einem Lab-Mandanten anmelden' }).click()
    await page.getByRole('textbox', { name: 'Mandant' }).fill('contoso.onmicrosoft.com')
    await page.getByLabel('Cloud').click()
    await page.getByRole('option', { name: 'Eigene Adressen' }).click()
    for (const field of ['Anmeldeserver', 'Microsoft Graph', 'Portal']) {
      // Port 9 takes what is sent and says nothing, where anything listens at all.
      await page.getByLabel(field, { exact: true }).fill('http://127.0.0.1:9')
    }
    await page.getByRole('button', { name: 'Im Browser anmelden' }).click()
    await expect(page.getByRole('alert')).toContainText('Der Anmeldeserver 127.0.0.1:9 ist nicht zu erreichen.')
    await page.reload()

    await signInAsOperator(page, { practise: 'Ohne Konto üben', open: 'Anmeldeseite öffnen', main: 'Hauptnavigation' })
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
})
