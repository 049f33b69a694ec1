import { chromium } from 'playwright'
import { AxeBuilder } from '@axe-core/playwright'
import { createServer } from 'node:http'
import { readFileSync, existsSync } from 'node:fs'
import { extname } from 'node:path'
const types = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.woff2': 'font/woff2' }
const csp = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'"
const server = createServer((q, r) => { let p = '/tmp/b-preview/out' + new URL(q.url, 'http://x').pathname; if (p.endsWith('/')) p += 'index.html'; if (!existsSync(p)) { r.writeHead(404); return r.end() } r.writeHead(200, { 'content-type': types[extname(p)] ?? 'text/plain', 'content-security-policy': csp }); r.end(readFileSync(p)) })
await new Promise((ok) => server.listen(0, '127.0.0.1', ok))
const base = `http://127.0.0.1:${server.address().port}/`
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox','--disable-gpu','--disable-quic','--no-first-run','--disable-background-networking','--disable-component-update','--disable-sync'] })
const all = {
  picker: { u: '#/set-up' },
  'picker-draft-dark': { u: '?dark&step=group#/set-up?view=labs' },
  'picker-file-bad': { u: '#/set-up', f: async (p) => { await p.setInputFiles('input[type=file]', { name: 'my-lab.yaml', mimeType: 'text/yaml', buffer: Buffer.from('x: 1') }) } },
  'picker-fail': { u: '?s=fail#/set-up' },
  'picker-empty': { u: '?s=nolabs#/set-up' },
  tenant: { u: '?step=tenant#/set-up' },
  'tenant-dark-long': { u: '?dark&s=long&step=tenant#/set-up' },
  'tenant-fail': { u: '?s=fail&step=tenant#/set-up' },
  'tenant-loading': { u: '?ms=99999&step=tenant#/set-up' },
  group: { u: '?step=group#/set-up' },
  'group-problem': { u: '?step=group#/set-up', f: async (p) => { await p.getByLabel('Group name').fill(''); await p.getByRole('button', { name: 'Next: Users' }).click() } },
  users: { u: '?step=users#/set-up' },
  'users-series': { u: '?step=users&lab=marketing-pilot-20#/set-up' },
  'users-many-dark': { u: '?dark&s=many&step=users#/set-up' },
  'users-problem-narrow': { u: '?step=users#/set-up', w: [900, 600], f: async (p) => { await p.getByRole('button', { name: 'Add a user' }).click(); await p.getByRole('button', { name: /^Next/ }).click() } },
  licences: { u: '?step=licences#/set-up' },
  sspr: { u: '?step=sspr#/set-up' },
  'sspr-bad-dark': { u: '?dark&s=bad&step=sspr#/set-up', f: async (p) => { await p.getByRole('button', { name: /^Next/ }).click() } },
  review: { u: '?step=review#/set-up' },
  'review-details-dark': { u: '?dark&step=review&lab=two-methods-licensed#/set-up', f: async (p) => p.getByLabel('Details').click() },
  'review-20': { u: '?step=review&lab=marketing-pilot-20#/set-up' },
  'review-obstacles-long': { u: '?s=poor,long&step=review&lab=marketing-pilot-20#/set-up', w: [900, 600] },
  'review-fail': { u: '?s=fail&step=review#/set-up' },
  'review-bad': { u: '?s=bad&step=review#/set-up' },
  'review-drift': { u: '?s=drift&step=review#/set-up', f: async (p) => p.getByRole('button', { name: /^Apply to/ }).click() },
  'run-running': { u: '?s=stop&ms=5&step=review&run=1#/set-up?view=run' },
  'run-failed': { u: '?s=fail&step=review&run=1#/set-up?view=run' },
  'run-done': { u: '?step=review&run=1#/set-up?view=run', wait: 500 },
  'run-done-dark-proven': { u: '?dark&s=proven&step=review&run=1#/set-up?view=run', wait: 500 },
  'run-done-narrow': { u: '?s=long&step=review&run=1#/set-up?view=run', wait: 500, w: [900, 600] },
  passwords: { u: '?step=review&run=1#/set-up?view=run', wait: 300, f: async (p) => p.getByRole('button', { name: 'Show the initial passwords' }).click() },
  'passwords-leave-dark': { u: '?dark&step=review&run=1&lab=marketing-pilot-20#/set-up?view=run', wait: 600, f: async (p) => { await p.getByRole('button', { name: 'Show the initial passwords' }).click(); await p.getByRole('button', { name: 'Close', exact: true }).click() } },
}
const wanted = process.argv.slice(2)
for (const [name, c] of Object.entries(all)) {
  if (wanted.length && !wanted.some((w) => name.startsWith(w))) continue
  const ctx = await browser.newContext({ viewport: { width: c.w?.[0] ?? 1280, height: c.w?.[1] ?? 800 } })
  const page = await ctx.newPage()
  const log = []
  page.on('console', (m) => ['error', 'warning'].includes(m.type()) && log.push(m.text().slice(0, 300)))
  page.on('pageerror', (e) => log.push('PAGEERROR ' + e.message.slice(0, 300)))
  page.on('request', (r) => { if (!r.url().startsWith(base) && !r.url().startsWith('data:') && !r.url().startsWith('blob:')) log.push('OUTSIDE ' + r.url()) })
  try {
    await page.goto(base + c.u); await page.waitForTimeout(c.wait ?? 250)
    await c.f?.(page); await page.waitForTimeout(350)
    await page.screenshot({ path: `/tmp/b-preview/shots/${name}.png`, fullPage: !name.startsWith('passwords') })
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    if (overflow > 0) log.push(`OVERFLOW ${overflow}`)
    const { violations } = await new AxeBuilder({ page }).disableRules(['region', 'landmark-one-main', 'page-has-heading-one']).analyze()
    for (const v of violations) log.push(`AXE ${v.id} x${v.nodes.length}: ${v.nodes[0].html.slice(0, 220)} | ${v.nodes[0].failureSummary?.split('\n')[1]?.trim().slice(0,200)}`)
  } catch (e) { log.push('FAILED ' + e.message.slice(0, 300)) }
  console.log(name, log.length ? '\n   ' + log.join('\n   ') : 'clean')
  await ctx.close()
}
await browser.close(); server.close()
