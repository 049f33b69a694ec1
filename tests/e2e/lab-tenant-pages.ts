import { expect, type Page } from 'playwright/test'

/** What a practice tenant that stands in for a real one says of itself. */
export type Info = Record<string, string>

/** Fills in the second door, with a practice tenant that stands in for a cloud. */
export async function chooseTenant(page: Page, info: Info, tenant: string): Promise<void> {
  await page.getByRole('button', { name: 'Sign in to a lab tenant' }).click()
  await expect(page.getByRole('textbox', { name: 'Tenant' })).toBeFocused()
  await page.getByRole('textbox', { name: 'Tenant' }).fill(tenant)
  await page.getByLabel('Cloud').click()
  await page.getByRole('option', { name: 'Addresses of my own' }).click()
  await page.getByLabel('Sign-in server').fill(info['loginUrl'] ?? '')
  await page.getByLabel('Microsoft Graph', { exact: true }).fill(info['graphUrl'] ?? '')
  await page.getByLabel('Portal').fill(info['portalUrl'] ?? '')
}

/** Opens the sign-in page from the window and goes through it as the administrator. */
export async function signIn(page: Page, info: Info): Promise<void> {
  const opened = page.context().waitForEvent('page')
  await page.getByRole('link', { name: 'Open the sign-in page' }).click()
  const signInPage = await opened
  const end = signInPage.getByRole('heading', { name: 'You are signed in' })
  const [known, name, password, accept] = [
    signInPage.getByRole('button', { name: info['adminUpn'] ?? '' }),
    signInPage.getByLabel('User name'),
    signInPage.getByLabel('Password'),
    signInPage.getByRole('button', { name: 'Accept' }),
  ]
  await expect(known.or(name).or(password).or(accept).or(end)).toBeVisible()
  // Whoever is signed in to the browser already is asked whether they are meant.
  if (await known.isVisible()) await known.click()
  await expect(name.or(password).or(accept).or(end)).toBeVisible()
  if (await name.isVisible()) {
    await name.fill(info['adminUpn'] ?? '')
    await signInPage.getByRole('button', { name: 'Next' }).click()
  }
  await expect(password.or(accept).or(end)).toBeVisible()
  if (await password.isVisible()) {
    await password.fill(info['adminPassword'] ?? '')
    await signInPage.getByRole('button', { name: 'Sign in' }).click()
  }
  await expect(accept.or(end)).toBeVisible()
  if (await accept.isVisible()) await accept.click()
  await expect(end).toBeVisible()
  await signInPage.close()
}
