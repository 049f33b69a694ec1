import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'

import { _electron as electron, type ElectronApplication } from 'playwright'
import { expect, type Locator, type Page, test as plain } from 'playwright/test'

import { root } from '../tooling/parts.ts'
import type { DesktopStage } from './desktop-job.ts'

const pathFile = join(root, 'node_modules/electron/path.txt')
const binary = (): string => join(root, 'node_modules/electron/dist', readFileSync(pathFile, 'utf8'))

export interface OpenedApp {
  readonly app: ElectronApplication
  readonly page: Page
  readonly home: string
}

interface Fixtures {
  /** Starts the built app in a folder of its own; `args` come after it on the command line. */
  readonly launch: (...args: string[]) => Promise<OpenedApp>
}

/** Tests that run wherever there is an Electron to run. */
export const test = plain.extend<Fixtures>({
  // Playwright reads what a fixture needs from its first parameter, which must be a pattern.
  // eslint-disable-next-line no-empty-pattern
  launch: async ({}, use, info) => {
    info.skip(!existsSync(pathFile), 'skipped: no Electron binary')
    const home = await mkdtemp(join(tmpdir(), 'resetlab-electron-'))
    const { ELECTRON_RUN_AS_NODE: _asNode, ...env } = process.env
    const started: ElectronApplication[] = []
    await use(async (...args) => {
      const app = await electron.launch({
        executablePath: binary(),
        args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), root, ...args],
        env: { ...env, RESETLAB_HOME: home },
      })
      started.push(app)
      return { app, page: await app.firstWindow(), home }
    })
    for (const app of started) await app.close()
    await rm(home, { recursive: true, force: true })
  },
})

/** What the app hands to the system from now on is kept instead: the addresses it would open. */
export async function catchLinks(app: ElectronApplication): Promise<() => Promise<string[]>> {
  await app.evaluate(({ shell }) => {
    const opened: string[] = []
    Reflect.set(globalThis, 'opened', opened)
    shell.openExternal = async (url) => {
      opened.push(url)
      return Promise.resolve()
    }
  })
  return () => app.evaluate(() => Reflect.get(globalThis, 'opened') as string[])
}

/** The person at the save dialog, who takes every proposal, in this folder. */
export async function answerSaveDialogs(app: ElectronApplication, folder: string): Promise<() => Promise<string[]>> {
  await app.evaluate(({ dialog }, into) => {
    const saved: string[] = []
    Reflect.set(globalThis, 'saved', saved)
    const choose = async (...given: unknown[]): Promise<{ canceled: boolean; filePath: string }> => {
      const { defaultPath = '' } = given.at(-1) as { defaultPath?: string }
      const filePath = `${into}/${defaultPath.split(/[\\/]/).at(-1) ?? 'file'}`
      saved.push(filePath)
      return Promise.resolve({ canceled: false, filePath })
    }
    dialog.showSaveDialog = choose
  }, folder)
  return () => app.evaluate(() => Reflect.get(globalThis, 'saved') as string[])
}

export async function electronStage(
  { app, page, home }: OpenedApp,
  browser: DesktopStage['browser'],
): Promise<DesktopStage> {
  const links = await catchLinks(app)
  const saved = await answerSaveDialogs(app, home)
  const person = await browser.newContext()
  return {
    page,
    browser,
    async follow(link: Locator) {
      const wanted = (await link.getAttribute('href')) ?? ''
      await link.click()
      await expect.poll(links).toContain(new URL(wanted).href)
      const opened = await person.newPage()
      await opened.goto(wanted)
      return opened
    },
    copied: () => app.evaluate(({ clipboard }) => clipboard.readText()),
    async save(act) {
      const before = (await saved()).length
      await act()
      await expect.poll(async () => (await saved()).length).toBe(before + 1)
      const path = (await saved()).at(-1) ?? ''
      await expect
        .poll(async () =>
          readFile(path).then(
            (bytes) => bytes.length,
            () => 0,
          ),
        )
        .toBeGreaterThan(0)
      return { fileName: basename(path), bytes: await readFile(path) }
    },
  }
}
