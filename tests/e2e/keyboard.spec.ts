import { readFile } from 'node:fs/promises'

import { type Browser, expect, type Locator, type Page } from 'playwright/test'

import { test } from './app.ts'
import { expectProven, newestCode } from './practice-pages.ts'

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

const testUser = 'balas@practicelab.onmicrosoft.com'
const newPassword = 'Wandering-Otter-58'

async function type(page: Page, label: string, text: string): Promise<void> {
  await reach(page, 'textbox', label)
  await page.keyboard.press('ControlOrMeta+A')
  await page.keyboard.type(text)
}

/** A choice of several is one stop of the Tab key; the arrows go on in it. */
async function choose(page: Page, name: RegExp): Promise<void> {
  const wanted = page.getByRole('radio', { name })
  await expect(wanted).toBeVisible()
  const group = await wanted.getAttribute('name')
  const any = page.locator(`input[type="radio"][name="${group ?? ''}"]`)
  for (let presses = 0; presses < 200 && !(await isFocused(any)); presses += 1) await page.keyboard.press('Tab')
  await page.keyboard.press('Space')
  for (let presses = await any.count(); presses > 0 && !(await wanted.isChecked()); presses -= 1) {
    await page.keyboard.press('ArrowDown')
  }
  await expect(wanted).toBeChecked()
}

/** Follows a link of the window into the person's own browser. */
async function follow(page: Page, name: string): Promise<Page> {
  const opened = page.context().waitForEvent('page')
  await use(page, 'link', name)
  return opened
}

async function prepare(page: Page): Promise<string> {
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
  const row = page.getByRole('dialog').getByRole('row').filter({ hasText: testUser })
  const password = (await row.getByRole('cell').nth(1).textContent())?.trim() ?? ''
  await use(page, 'button', 'Close')
  await use(page, 'button', 'Close and forget them')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  return password
}

async function setPortal(page: Page): Promise<void> {
  const portal = await follow(page, 'Open Properties')
  await expect(portal.getByText('Rehearsal: this is ResetLab')).toBeVisible()
  if ((await portal.getByLabel('User name').count()) > 0) {
    await use(portal, 'button', 'Fill these in for me')
    await use(portal, 'button', 'Sign in')
  }
  await choose(portal, /^Selected/)
  await choose(portal, /^SSPRTesters/)
  await use(portal, 'button', 'Save')
  await expect(portal.getByRole('status').first()).toBeVisible()
  await portal.close()
  await expect(page.getByText('Proven').nth(1)).toBeVisible({ timeout: 30_000 })
}

/** Opens the page of a step in a window of the person's own, by the address that stands in the instructions. */
async function openAlone(page: Page, browser: Browser, name: string): Promise<Page> {
  const address = (await page.getByRole('link', { name }).getAttribute('href')) ?? ''
  const opened = await (await browser.newContext({ reducedMotion: 'reduce' })).newPage()
  await opened.goto(address)
  return opened
}

async function signInAs(page: Page, password: string): Promise<void> {
  await type(page, 'User name', testUser)
  await use(page, 'button', 'Next')
  await type(page, 'Password', password)
  await use(page, 'button', 'Sign in')
}

/** Registers a phone; answers where its texts are read. */
async function register(person: Page, initialPassword: string): Promise<string> {
  const inboxUrl = new URL('/inbox', person.url()).href
  await signInAs(person, initialPassword)
  await use(person, 'link', '+ Add sign-in method')
  await choose(person, /^Phone/)
  await use(person, 'button', 'Next')
  await type(person, 'Phone number', '2065550142')
  await use(person, 'button', 'Next')
  await type(person, 'Enter code', await newestCode(person, inboxUrl))
  await use(person, 'button', 'Next')
  await expect(person.getByRole('link', { name: '+ Add sign-in method' })).toBeVisible()
  return inboxUrl
}

async function sayWho(person: Page, userName: string): Promise<void> {
  await type(person, 'Email or Username', userName)
  const characters = (await person.locator('#challenge').textContent())?.trim() ?? ''
  await type(person, 'Enter the characters shown above', characters)
  await use(person, 'button', 'Next')
}

async function reset(person: Page, inboxUrl: string): Promise<void> {
  await sayWho(person, testUser)
  await choose(person, /^Text my mobile phone/)
  await use(person, 'button', 'Next')
  await type(person, 'Enter your phone number', '2065550142')
  await use(person, 'button', 'Text')
  await type(person, 'Enter your verification code', await newestCode(person, inboxUrl))
  await use(person, 'button', 'Next')
  await type(person, 'Enter new password', newPassword)
  await type(person, 'Confirm new password', newPassword)
  await use(person, 'button', 'Finish')
  await expect(person.getByText('Your password has been reset')).toBeVisible()
}

async function next(page: Page, step: string): Promise<void> {
  await use(page, 'button', `Next: ${step}`)
  await expect(page.getByRole('heading', { name: step, level: 1 })).toBeVisible()
}

async function skip(page: Page, why: string): Promise<void> {
  await use(page, 'button', 'Skip this step…')
  await expect(page.getByRole('dialog').getByLabel('Why')).toBeFocused()
  await page.keyboard.type(why)
  await use(page, 'button', 'Skip this step')
  await expect(page.getByRole('dialog')).toHaveCount(0)
}

test('the main job is done without a mouse, and the focus is seen on the way', async ({ page, browser, open }) => {
  test.setTimeout(240_000)
  await open(page)
  await signIn(page)
  const initialPassword = await prepare(page)
  await setPortal(page)

  // The first thing Tab reaches leads past header and rail.
  await use(page, 'link', 'Skip to the content')
  await expect(page.getByRole('main')).toBeFocused()
  await use(page, 'link', 'Test')
  await use(page, 'checkbox', 'A weak new password', 'Space')
  await type(page, 'Your name', 'Ada at the keys')
  await use(page, 'button', 'Start the guided test')
  await expectProven(page, 7)

  await next(page, 'Register')
  await unfoldTheSteps(page)
  const inboxUrl = await register(await openAlone(page, browser, 'Open Security info'), initialPassword)
  await expectProven(page, 1)
  await next(page, 'Registration seen')
  await expectProven(page, 2)
  await next(page, 'Reset')
  await reset(await openAlone(page, browser, 'Open the reset page'), inboxUrl)
  await expectProven(page, 1)
  await next(page, 'Reset seen')
  await expectProven(page, 2)
  await next(page, 'Sign in with the new password')
  const again = await openAlone(page, browser, 'Open the sign-in page')
  await signInAs(again, newPassword)
  await expect(again.getByRole('heading', { name: 'You are signed in' })).toBeVisible()
  await expectProven(page, 1)
  await next(page, 'Control user is refused')
  const control = await openAlone(page, browser, 'Open the reset page')
  await sayWho(control, 'gradya@practicelab.onmicrosoft.com')
  await expect(control.getByText('SSPR_0013')).toBeVisible()
  await expectProven(page, 1)
  await next(page, 'A weak password is refused')
  await skip(page, 'No time left in class')

  await use(page, 'button', 'Finish and seal the evidence')
  await use(page, 'button', 'Seal it as it is')
  await use(page, 'link', 'Allow users to reset their password')
  await expect(page.getByText('recorded by Ada at the keys')).toBeVisible()
  const saved = page.waitForEvent('download')
  await use(page, 'button', 'Download the report')
  await expect(page.getByRole('menu')).toBeVisible()
  await page.keyboard.press('End')
  await page.keyboard.press('Enter')
  expect((await saved).suggestedFilename()).toMatch(/\.csv$/)
  expect(await readFile(await (await saved).path(), 'utf8')).toContain('No time left in class')

  await use(page, 'link', 'Activity')
  await type(page, 'Find in the calls', '$batch')
  await use(page, 'button', /POST .*\$batch/)
  await expect(page.getByRole('dialog')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
})
