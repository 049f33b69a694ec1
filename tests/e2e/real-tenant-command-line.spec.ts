import { spawn } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { expect, test } from 'playwright/test'

import { root } from '../tooling/parts.ts'
import { servePractice } from './command-line.ts'

let home: string
let practice: Awaited<ReturnType<typeof servePractice>>

test.beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'resetlab-real-'))
  practice = await servePractice('--home', join(home, 'other'), '--lags', 'none', '--quota', 'off')
})
test.afterEach(async () => {
  await practice.stop()
  await rm(home, { recursive: true, force: true })
})

/** The command in the tenant that stands in for a real one. */
function inTenant(args: string[], env: NodeJS.ProcessEnv = {}) {
  const { domain = '', loginUrl = '', graphUrl = '', portalUrl = '' } = practice.info
  const addresses = ['--login-url', loginUrl, '--graph-url', graphUrl, '--portal-url', portalUrl]
  const named = args.includes('--tenant') ? [] : ['--tenant', domain]
  const child = spawn(
    process.execPath,
    [join(root, 'src-main/main.ts'), ...args, ...named, ...addresses, '--home', join(home, 'own')],
    { cwd: root, env: { ...process.env, ...env } },
  )
  let stdout = ''
  let stderr = ''
  const told = Promise.withResolvers<string>()
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
    const line = /^(To sign in, .*\n(?:http\S+\n)?)/m.exec(stderr)?.[1]
    if (line !== undefined) told.resolve(line)
  })
  const finished = new Promise<{ exitCode: number | null; stdout: string; stderr: string }>((resolve) => {
    child.once('close', (exitCode) => resolve({ exitCode, stdout, stderr }))
  })
  return { told: told.promise, finished }
}

/** Everything a folder holds, as one text. */
async function everythingIn(folder: string): Promise<string> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = names.filter((entry) => entry.isFile())
  return (await Promise.all(files.map((file) => readFile(join(file.parentPath, file.name), 'latin1')))).join('\n')
}

test('a brought access token is used, and stands nowhere afterwards', async () => {
  const { adminToken: token = '', adminUpn = '' } = practice.info
  const applied = await inTenant(['apply', 'learn-reset', '--yes', '--json'], { RESETLAB_ACCESS_TOKEN: token }).finished
  expect([applied.exitCode, applied.stderr]).toEqual([0, expect.stringContaining(`You are ${adminUpn}`)])
  const signature = token.split('.')[2] ?? 'none'
  const everything = `${applied.stdout}${applied.stderr}${await everythingIn(join(home, 'own'))}`
  expect(everything).not.toContain(signature)
  expect(everything).not.toContain(token.slice(0, 100))
})

test('a brought token of another tenant, or no token at all, is refused before any call', async () => {
  const claims = Buffer.from(JSON.stringify({ tid: '11111111-1111-4111-8111-111111111111', exp: 4_000_000_000 }))
  const foreign = `e30.${claims.toString('base64url')}.secret-signature`
  const refused = await inTenant(['guard'], { RESETLAB_ACCESS_TOKEN: foreign }).finished
  expect(refused.exitCode).toBe(1)
  expect(refused.stderr).toContain('belongs to the tenant 11111111-1111-4111-8111-111111111111')
  expect(refused.stderr).not.toContain('secret-signature')
  const broken = await inTenant(['guard'], { RESETLAB_ACCESS_TOKEN: 'not-a-token' }).finished
  expect(broken.stderr).toContain('is no access token for Microsoft Graph')
})

test('without a token the address of a page is printed, and the command goes on after it', async ({ page }) => {
  const { told, finished } = inTenant(['plan', 'learn-reset'])
  const { adminUpn = '', adminPassword = '' } = practice.info
  await page.goto((await told).split('\n')[1] ?? '')
  await page.getByLabel('User name').fill(adminUpn)
  await page.getByRole('button', { name: 'Next' }).click()
  await page.getByLabel('Password').fill(adminPassword)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('button', { name: 'Accept' }).click()
  const { exitCode, stdout, stderr } = await finished
  expect(stderr).toContain(`You are ${adminUpn} in ${practice.info['domain'] ?? ''}.`)
  expect([exitCode, stdout]).toEqual([2, expect.stringContaining('What will happen in')])
})

test('with --device-code a code is printed, and declining it says so', async ({ page }) => {
  const { told, finished } = inTenant(['guard', '--device-code'])
  const [, address = '', code = ''] = /open (\S+) on any device and type the code (\S+)/.exec(await told) ?? []
  const { adminUpn = '', adminPassword = '' } = practice.info
  await page.goto(address)
  await page.getByLabel('Code').fill(code)
  await page.getByRole('button', { name: 'Next' }).click()
  await page.getByLabel('User name').fill(adminUpn)
  await page.getByRole('button', { name: 'Next' }).click()
  await page.getByLabel('Password').fill(adminPassword)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('button', { name: 'Cancel' }).click()
  const { exitCode, stderr } = await finished
  expect([exitCode, stderr]).toEqual([1, expect.stringContaining('was declined on the other device')])
})

test('who may not agree to the permissions is told the page for administrators', async ({ page }) => {
  const { domain = '', graphUrl = '', adminToken = '' } = practice.info
  const [upn, password] = [`learner@${domain}`, 'Copper-Kettle-19!']
  const passwordProfile = { password, forceChangePasswordNextSignIn: false }
  await fetch(`${graphUrl}/v1.0/users`, {
    method: 'POST',
    headers: { authorization: `Bearer ${adminToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      accountEnabled: true,
      displayName: 'A learner',
      mailNickname: 'learner',
      userPrincipalName: upn,
      passwordProfile,
    }),
  })
  const { told, finished } = inTenant(['guard'])
  await page.goto((await told).split('\n')[1] ?? '')
  await page.getByLabel('User name').fill(upn)
  await page.getByRole('button', { name: 'Next' }).click()
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('button', { name: 'Return to the application without granting consent' }).click()
  const { exitCode, stderr } = await finished
  expect([exitCode, stderr]).toEqual([1, expect.stringContaining('AADSTS90094')])
  const address = /The page for administrators: (\S+)/.exec(stderr)?.[1] ?? ''
  expect(new URL(address).searchParams.get('scope')).toContain('User.Read.All')
  expect(stderr).not.toContain(password)
})

test('options that do not fit are named, and none of them falls on the practice tenant', async () => {
  const odd = await inTenant(['guard', '--tenant', 'no domain']).finished
  expect([odd.exitCode, odd.stderr]).toEqual([1, expect.stringContaining('--tenant  A domain such as')])
  const unknown = await inTenant(['guard', '--tenant', 'nobody.onmicrosoft.com']).finished
  expect(unknown.stderr).toContain('There is no tenant nobody.onmicrosoft.com in the cloud at these addresses.')
})
