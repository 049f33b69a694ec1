import { expect, type Page } from 'playwright/test'

import { signInAsOperator } from './practice-pages.ts'

/** Called at every screen and state of one, by its name. `isLikeBefore`: it was visited, and only its names or rows differ. */
export type Visit = (name: string, isLikeBefore?: boolean) => Promise<void>

const callsTo = (names: string): RegExp => new RegExp(`/bridge/call/(${names})$`)

/** A walk through the whole window in the practice tenant, from the first start to sealed evidence. */
export async function everyScreen(page: Page, visit: Visit): Promise<void> {
  await atTheStart(page, visit)
  await signInAsOperator(page)
  await placesWithNothingIn(page, visit)
  await settingUp(page, visit)
  await theGuidedTest(page, visit)
  await placesOf(page, visit, '', true)
  await underOtherConditions(page, visit)
}

async function atTheStart(page: Page, visit: Visit): Promise<void> {
  await expect(page.getByRole('heading', { name: 'Practise without an account' })).toBeVisible()
  await visit('Start')
  await page.goto(new URL('#/activity', page.url()).href)
  await expect(page.getByText('No calls yet')).toBeVisible()
  await visit('Activity, nothing in it')
  await page.getByRole('link', { name: 'Back to the start' }).click()
  await page.getByRole('button', { name: 'Take the five-minute tour' }).click()
  await expect(page.getByRole('heading', { name: 'Come in, without an account' })).toBeFocused()
  await visit('Start, tour')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Sign in to a lab tenant' }).click()
  await page.getByRole('button', { name: 'Sign in in the browser' }).click()
  await expect(page.getByRole('textbox', { name: 'Tenant' })).toBeFocused()
  await visit('Start, tenant form with a mistake')
  await page.getByRole('textbox', { name: 'Tenant' }).fill('contoso.onmicrosoft.com')
  await page.getByLabel('Cloud').click()
  await page.getByRole('option', { name: 'Addresses of my own' }).click()
  for (const field of ['Sign-in server', 'Microsoft Graph', 'Portal']) {
    // Port 9 takes what is sent and says nothing, where anything listens at all; browsers will not even try it.
    await page.getByLabel(field, { exact: true }).fill('http://127.0.0.1:9')
  }
  await page.getByRole('button', { name: 'Sign in in the browser' }).click()
  await expect(page.getByRole('alert')).toBeVisible()
  await visit('Start, nobody answers')
  await page.reload()
  await page.getByRole('button', { name: 'Practise without an account' }).click()
  await expect(page.getByRole('link', { name: 'Open the sign-in page' })).toBeVisible()
  await visit('Start, sign-in card')
  await page.getByRole('button', { name: 'Cancel' }).click()
}

async function go(page: Page, place: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: place, exact: true }).click()
  const main = page.getByRole('main')
  await expect(main.getByRole('heading').or(main.getByRole('alert')).first()).toBeVisible()
  await expect(main.getByRole('status', { name: 'Loading' })).toHaveCount(0)
  // Past it, the place before is gone and what comes first has been asked for.
  await expect(page.getByRole('link', { name: place, exact: true })).toHaveAttribute('aria-current', 'page')
}

async function placesOf(page: Page, visit: Visit, state: string, isLikeBefore = false): Promise<void> {
  for (const place of ['Overview', 'Set up', 'Test', 'Evidence', 'Activity', 'Settings']) {
    await go(page, place)
    await visit(`${place}${state}`, isLikeBefore)
  }
}

async function placesWithNothingIn(page: Page, visit: Visit): Promise<void> {
  await placesOf(page, visit, ', at first')
  await go(page, 'Set up')
  await page.getByRole('link', { name: 'Earlier runs' }).click()
  await expect(page.getByText('No runs yet')).toBeVisible()
  await visit('Earlier runs, nothing in it')
  await page.getByRole('button', { name: 'Practice Admin' }).click()
  await expect(page.getByRole('menu')).toBeVisible()
  await visit('Account menu')
  await page.getByRole('menuitem', { name: 'Start the practice tenant over…' }).click()
  await expect(page.getByRole('dialog')).toBeVisible()
  await visit('Question before a loss')
  await page.getByRole('button', { name: 'Keep things as they are' }).click()
}

async function settingUp(page: Page, visit: Visit): Promise<void> {
  await go(page, 'Set up')
  await page.getByRole('button', { name: /Allow users to reset their password/ }).click()
  await expect(page.getByText('is a workforce tenant')).toBeVisible()
  await visit('Set up: Tenant')
  await page.getByRole('button', { name: 'Next: Group' }).click()
  const group = page.getByLabel('Group name')
  const name = await group.inputValue()
  await group.fill('')
  await page.getByRole('button', { name: 'Next: Users' }).click()
  await expect(group).toBeFocused()
  await visit('Set up: Group, with a mistake')
  await group.fill(name)
  for (const step of ['Users', 'Licences', 'SSPR', 'Review']) {
    await page.getByRole('button', { name: `Next: ${step}` }).click()
    await expect(page.getByRole('heading', { name: step, exact: true })).toBeVisible()
    if (step === 'Review') await expect(page.getByText('Create the group SSPRTesters')).toBeVisible()
    await visit(`Set up: ${step}`)
  }
  await page.getByRole('button', { name: /^Apply to/ }).click()
  await expect(page.getByText('All 7 done.')).toBeVisible()
  await visit('Run, done')
  await page.getByRole('button', { name: 'Undo this run…' }).click()
  await expect(page.getByRole('dialog').getByRole('listitem')).not.toHaveCount(0)
  await visit('Run, question before the undo')
  await page.getByRole('button', { name: 'Keep things as they are' }).click()
}

async function theGuidedTest(page: Page, visit: Visit): Promise<void> {
  await go(page, 'Test')
  await expect(page.getByRole('button', { name: 'Start the guided test' })).toBeVisible()
  await visit('Test, before it starts')
  await page.getByRole('button', { name: 'Start the guided test' }).click()
  await expect(page.getByText('Not yet seen', { exact: true }).first()).toBeVisible()
  await visit('Test, first step')
  await page.getByRole('button', { name: 'Next: Register' }).click()
  await expect(page.getByRole('heading', { name: 'Register', level: 1 })).toBeVisible()
  await visit('Test, register')
  await page.getByRole('button', { name: 'Skip this step…' }).click()
  await expect(page.getByRole('dialog')).toBeVisible()
  await visit('Test, skip a step')
  await page.keyboard.press('Escape')
  // Only Electron opens such a window; what it shows is the same page.
  const companion = { who: 'balas@practicelab.onmicrosoft.com', stepId: 'register', page: 'register', failure: null }
  await page.route(callsTo('companion.current'), (route) => route.fulfill({ json: { ok: true, value: companion } }))
  await page.goto(new URL('#/companion', page.url()).href)
  await expect(page.getByRole('button', { name: /^Photograph the page/ })).toBeVisible()
  await visit('Companion')
  await page.unroute(callsTo('companion.current'))
  await page.goto(new URL('#/', page.url()).href)
  await go(page, 'Overview')
  await visit('Overview, while a test is open')
  await go(page, 'Test')
  await page.getByRole('button', { name: 'Finish early…' }).click()
  await expect(page.getByRole('dialog')).toBeVisible()
  await visit('Test, seal or wait')
  await page.getByRole('button', { name: 'Seal it as it is' }).click()
  await page.getByRole('list', { name: 'Evidence files' }).getByRole('link').first().click()
  await expect(page.getByRole('link', { name: 'All evidence' })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Download the report' })).toBeVisible()
  await visit('Evidence, one file')
  await go(page, 'Activity')
  await page.getByRole('list', { name: 'Calls' }).getByRole('button').first().click()
  await expect(page.getByRole('dialog')).toBeVisible()
  await visit('Activity, one call')
  await page.keyboard.press('Escape')
}

/** Names as long as the directory allows, with and without a place to break them. */
const longNames: readonly (readonly [RegExp, string])[] = [
  [/Practice Admin\b/g, 'Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh '.repeat(4).trim()],
  [/practicelab\.onmicrosoft\.com/g, `${'averylongtenantname'.repeat(3)}.onmicrosoft.com`],
  [/SSPRTesters/g, 'AGroupWhoseNameHasNoPlaceToBreakIt'.repeat(7)],
  [
    /Allow users to reset their password/g,
    'Allow every user of the whole department to reset a forgotten password without waiting for the desk that helps them',
  ],
  [/Balas\b/g, `Balas ${'van der '.repeat(20)}Meer`],
]

/** The same screens with answers changed on their way to the window: failing, on their way, and with the longest names. */
async function underOtherConditions(page: Page, visit: Visit): Promise<void> {
  const reads =
    'run.current|run.list|recording.*|evidence.list|lab.list|draft.get|activity.list|settings.get|guard.marked|appRegistration.current'
  const failure = { kind: 'unreachable', code: 'graph.unreachable', requestId: '3179e48a-750b-4051-897c-87b9720928f7' }
  await page.route(callsTo(reads), (route) => route.fulfill({ json: { ok: false, failure } }))
  await page.reload()
  await placesOf(page, visit, ', failing')
  await page.unroute(callsTo(reads))

  await page.route(callsTo('evidence.list'), () => undefined)
  await page.goto(new URL('#/evidence', page.url()).href)
  await page.reload()
  await expect(page.getByRole('status', { name: 'Loading' }).first()).toBeVisible()
  await visit('Evidence, on its way')
  await page.unroute(callsTo('evidence.list'))

  await page.route(callsTo('.*'), async (route) => {
    const answer = await route.fetch()
    const text = longNames.reduce((rest, [name, long]) => rest.replaceAll(name, long), await answer.text())
    await route.fulfill({ response: answer, body: text })
  })
  await page.reload()
  await placesOf(page, visit, ', long names', true)
  await page.goto(new URL('#/set-up?view=run', page.url()).href)
  await expect(page.getByText('All 7 done.')).toBeVisible()
  await visit('Run, long names', true)
  await page.goto(new URL('#/evidence', page.url()).href)
  await page.getByRole('list', { name: 'Evidence files' }).getByRole('link').first().click()
  await expect(page.getByRole('button', { name: 'Download the report' })).toBeVisible()
  await visit('Evidence, one file, long names', true)
  await page.unrouteAll({ behavior: 'ignoreErrors' })
}
