import { readFile } from 'node:fs/promises'

import { expect, type Locator, type Page } from 'playwright/test'

import { test } from './app.ts'

type Role = Parameters<Page['getByRole']>[0]

const isFocused = (wanted: Locator): Promise<boolean> =>
  wanted.evaluateAll((elements) => elements.some((element) => element === document.activeElement))

/** Whether the control looks different from a copy of itself that has not the focus. */
const showsFocus = (page: Page): Promise<boolean> =>
  page.evaluate(() => {
    const focused = document.activeElement
    if (!(focused instanceof HTMLElement)) return false
    const copy = focused.cloneNode(true) as HTMLElement
    focused.after(copy)
    const [one, other] = [focused, copy].map((element) => {
      const { outlineStyle, outlineWidth, boxShadow, textDecorationLine } = getComputedStyle(element)
      return [outlineStyle, outlineWidth, boxShadow, textDecorationLine].join(' ')
    })
    copy.remove()
    return one !== other
  })

/** Goes to a control with the Tab key alone; it must be there, be reached, and show it. */
async function reach(page: Page, role: Role, name: string | RegExp): Promise<void> {
  const wanted = page.getByRole(role, typeof name === 'string' ? { name, exact: true } : { name })
  await expect(wanted.first()).toBeVisible()
  for (let presses = 0; presses < 200 && !(await isFocused(wanted)); presses += 1) await page.keyboard.press('Tab')
  expect(await isFocused(wanted), `${String(name)} is reached with Tab`).toBe(true)
  await expect.poll(() => showsFocus(page), { message: `${String(name)} shows the focus` }).toBe(true)
}

async function use(page: Page, role: Role, name: string | RegExp, key = 'Enter'): Promise<void> {
  await reach(page, role, name)
  await page.keyboard.press(key)
}

async function signIn(page: Page): Promise<void> {
  await use(page, 'button', 'Practise without an account')
  await expect(page.getByRole('link', { name: 'Open the sign-in page' })).toBeVisible()
  await use(page, 'button', 'Cancel')
  await use(page, 'button', 'Practise without an account')
  const opened = page.context().waitForEvent('page')
  await use(page, 'link', 'Open the sign-in page')
  const signInPage = await opened
  await use(signInPage, 'button', 'Fill these in for me')
  await use(signInPage, 'button', 'Sign in')
  await use(signInPage, 'checkbox', /^Consent on behalf/, 'Space')
  await use(signInPage, 'button', 'Accept')
  await expect(signInPage.getByRole('heading', { name: 'You are signed in' })).toBeVisible()
  await signInPage.close()
}

/** At 200 % the steps of the test are one line, which unfolds and folds again. */
async function unfoldTheSteps(page: Page): Promise<void> {
  const usual = page.viewportSize()
  await page.setViewportSize({ width: 450, height: 300 })
  const steps = page.getByRole('navigation', { name: 'Steps of the test' })
  await expect(steps).toBeHidden()
  await use(page, 'button', /^Step 2 of 9: Register/)
  await expect(steps).toBeVisible()
  await use(page, 'button', /^1\. Operator checks/)
  await expect(steps).toBeHidden()
  await expect(page.getByRole('button', { name: /^Step 1 of 9: Operator checks/ })).toBeFocused()
  await page.keyboard.press('Enter')
  await use(page, 'button', /^2\. Register/)
  await expect(page.getByRole('heading', { name: 'Register', level: 1 })).toBeVisible()
  if (usual) await page.setViewportSize(usual)
  await expect(steps).toBeVisible()
}

test('the main job is done without a mouse, and the focus is seen on the way', async ({ page, open }) => {
  test.setTimeout(180_000)
  await open(page)
  await signIn(page)
  await use(page, 'link', 'Set up')
  await use(page, 'button', /Allow users to reset their password/)
  await expect(page.getByText('is a workforce tenant')).toBeVisible()
  for (const step of ['Group', 'Users', 'Licences', 'SSPR', 'Review']) {
    await use(page, 'button', `Next: ${step}`)
    await expect(page.getByRole('heading', { name: step, exact: true })).toBeVisible()
  }
  await use(page, 'button', /^Apply to/)
  await expect(page.getByText('All 7 done.')).toBeVisible()
  await use(page, 'button', 'Show the initial passwords')
  await use(page, 'button', 'Close')
  await use(page, 'button', 'Close and forget them')
  await expect(page.getByRole('dialog')).toHaveCount(0)

  // The first thing Tab reaches leads past header and rail.
  await use(page, 'link', 'Skip to the content')
  await expect(page.getByRole('main')).toBeFocused()
  await use(page, 'link', 'Test')
  await use(page, 'checkbox', 'A weak new password', 'Space')
  await reach(page, 'textbox', 'Your name')
  await page.keyboard.type('Ada at the keys')
  await use(page, 'button', 'Start the guided test')
  await expect(page.getByText('Proven', { exact: true }).first()).toBeVisible()
  await use(page, 'button', 'Next: Register')
  await unfoldTheSteps(page)
  await use(page, 'button', 'Skip this step…')
  await expect(page.getByRole('dialog').getByLabel('Why')).toBeFocused()
  await page.keyboard.type('Without a phone at hand')
  await use(page, 'button', 'Skip this step')
  await use(page, 'button', 'Finish early…')
  await use(page, 'button', 'Seal it as it is')
  await use(page, 'link', 'Allow users to reset their password')
  await expect(page.getByText('recorded by Ada at the keys')).toBeVisible()
  const saved = page.waitForEvent('download')
  await use(page, 'button', 'Download the report')
  await expect(page.getByRole('menu')).toBeVisible()
  await page.keyboard.press('End')
  await page.keyboard.press('Enter')
  expect((await saved).suggestedFilename()).toMatch(/\.csv$/)
  expect(await readFile(await (await saved).path(), 'utf8')).toContain('Without a phone at hand')

  await use(page, 'link', 'Activity')
  await use(page, 'button', /POST .*\$batch/)
  await expect(page.getByRole('dialog')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
})
