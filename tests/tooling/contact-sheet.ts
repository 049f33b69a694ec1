import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import type { Page } from 'playwright/test'

import { test } from '../e2e/app.ts'
import { everyScreen } from '../e2e/every-screen.ts'
import { resultsDir, root } from './parts.ts'

/** `npm run contact-sheet`: every screen in every state, in six looks, in test-results/contact-sheet. */
const folder = join(resultsDir, 'contact-sheet')

interface Look {
  readonly name: string
  readonly colorScheme: 'light' | 'dark'
  readonly width: number
  readonly height: number
  /** Another language than English. */
  readonly language?: 'de'
}
const looks: readonly Look[] = [
  { name: 'light', colorScheme: 'light', width: 1280, height: 840 },
  { name: 'dark', colorScheme: 'dark', width: 1280, height: 840 },
  { name: '900 × 600', colorScheme: 'light', width: 900, height: 600 },
  // A window of 1280 × 840 at 200 %.
  { name: '200 %', colorScheme: 'dark', width: 640, height: 420 },
  { name: 'German', colorScheme: 'dark', width: 1280, height: 840, language: 'de' },
  { name: 'German, 900 × 600', colorScheme: 'light', width: 900, height: 600, language: 'de' },
]

interface Picture {
  readonly file: string
  readonly look: Look
}
interface Row {
  readonly name: string
  readonly pictures: readonly Picture[]
}

/** Through the settings, as a person would; false where the screen is of an app that cannot be asked. */
async function speak(page: Page, language: 'en' | 'de'): Promise<boolean> {
  await page.evaluate(async (chosen) => {
    await fetch('/bridge/call/settings.change', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-ResetLab': '1' },
      body: JSON.stringify({ ask: { language: chosen } }),
    })
  }, language)
  const spoken = page.locator(`html[lang="${language}"]`)
  return spoken.waitFor({ state: 'attached', timeout: 5_000 }).then(
    () => true,
    () => false,
  )
}

async function photograph(page: Page, name: string, number: number): Promise<Row> {
  const pictures: Picture[] = []
  for (const [at, look] of looks.entries()) {
    const { colorScheme, width, height, language = 'en' } = look
    if (!(await speak(page, language))) continue
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.setViewportSize({ width, height })
    const file = `${String(number).padStart(2, '0')}-${String(at)}.png`
    await page.screenshot({ path: join(folder, file), animations: 'disabled' })
    pictures.push({ file, look })
  }
  await speak(page, 'en')
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
  await page.setViewportSize({ width: 1280, height: 840 })
  return { name, pictures }
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

const sheetOf = (rows: readonly Row[]): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>ResetLab: every screen</title>
<style>
  body { margin: 24px; font: 14px system-ui, sans-serif; background: #e2e8f0; color: #0f172a }
  section { display: grid; grid-template-columns: repeat(${String(looks.length)}, 460px); gap: 12px; margin-bottom: 20px; align-items: start }
  h2 { grid-column: 1 / -1; margin: 0; font-size: 15px }
  figure { margin: 0 }
  img { display: block; width: 100%; border: 1px solid #94a3b8 }
  figcaption { font-size: 11px }
</style>
<h1>ResetLab: every screen</h1>
${rows
  .map(
    ({ name, pictures }) =>
      `<section><h2>${escaped(name)}</h2>${pictures
        .map(
          ({ file, look }) =>
            `<figure><a href="${file}"><img src="${file}" alt="${escaped(name)}, ${look.name}"></a><figcaption>${look.name}</figcaption></figure>`,
        )
        .join('')}</section>`,
  )
  .join('\n')}
</html>
`

test('contact sheet', async ({ page, open, browser }) => {
  test.setTimeout(600_000)
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
  await open(page)
  const rows: Row[] = []
  try {
    await everyScreen(page, async (name) => {
      rows.push(await photograph(page, name, rows.length + 1))
    })
  } finally {
    // What was seen until something went wrong is worth looking at, too.
    await writeFile(join(folder, 'index.html'), sheetOf(rows))
    const sheet = await browser.newPage({ viewport: { width: 2900, height: 1000 } })
    await sheet.goto(`file://${join(folder, 'index.html')}`)
    await sheet.screenshot({ path: join(folder, 'sheet.png'), fullPage: true })
    await sheet.close()
  }
  process.stdout.write(`Wrote ${folder.slice(root.length + 1)}/index.html and sheet.png\n`)
})
