/**
 * `npm test`: every part, each with its verdict, and a last line that counts over all of them.
 * `npm run test:<part>` runs one part with its own output; what stands behind `--` goes to its runner.
 */
import { spawn } from 'node:child_process'
import { mkdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'

import { getBrowser } from './browser.ts'
import { type Counts, readCounts } from './counts.ts'
import { countFile, type Part, type PartName, partNames, parts, resultsDir, root } from './parts.ts'

/** No part may hang a build machine. */
const partLimitMs = 15 * 60 * 1000

interface Outcome extends Counts {
  name: PartName
  output: string
  seconds: number
}

const say = (line: string): void => {
  process.stdout.write(`${line}\n`)
}

/** Node keeps what it compiled here: the tests start the program a hundred times, which halves what a start costs. */
const compileCache = join(resultsDir, 'compile-cache')

/** Tests know nothing of the machine's own ResetLab, and fetch nothing. */
function testEnv(extra: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { RESETLAB_HOME: _home, FORCE_COLOR: _colour, ...env } = process.env
  return { ...env, RESETLAB_NO_DOWNLOAD: '1', NO_COLOR: '1', NODE_COMPILE_CACHE: compileCache, ...extra }
}

interface Ended {
  ok: boolean
  output: string
}

/** `isLive`: its own output is shown as it comes. */
async function runCommand(command: string[], env: NodeJS.ProcessEnv, isLive: boolean): Promise<Ended> {
  const { promise, resolve } = Promise.withResolvers<Ended>()
  const child = spawn(process.execPath, command, {
    cwd: root,
    env,
    stdio: isLive ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'],
    timeout: partLimitMs,
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (text: Buffer) => (output += text.toString()))
  child.on('error', (error) => {
    resolve({ ok: false, output: `${output}${error.message}\n` })
  })
  child.on('close', (code, signal) => {
    const killed = signal === null ? '' : `ended by ${signal}\n`
    resolve({ ok: code === 0, output: output + killed })
  })
  return promise
}

async function countsOf(name: PartName, { counts }: Part, ok: boolean): Promise<Counts> {
  const none: Counts = { passed: 0, failed: 0, skipped: 0, reasons: [] }
  if (counts === null) return { ...none, passed: ok ? 1 : 0, failed: ok ? 0 : 1 }
  try {
    const found = readCounts[counts](JSON.parse(await readFile(countFile(name), 'utf8')))
    // A runner that failed without a failed test failed around them: an unhandled error, or no test at all.
    return ok || found.failed > 0 ? found : { ...found, failed: 1 }
  } catch {
    // The runner died before it could count; its output says why.
    return { ...none, failed: 1 }
  }
}

async function runPart(name: PartName, extra: string[], env: NodeJS.ProcessEnv, isLive: boolean): Promise<Outcome> {
  const startedMs = Date.now()
  const part = parts[name]
  await rm(countFile(name), { force: true })
  const ended: Ended[] = []
  for (const command of part.commands) {
    ended.push(await runCommand([...command, ...extra], testEnv(env), isLive))
    if (ended.at(-1)?.ok !== true) break
  }
  const ok = ended.every((one) => one.ok)
  const counts = await countsOf(name, part, ok)
  const output = ended.map((one) => one.output).join('')
  return { ...counts, name, output, seconds: (Date.now() - startedMs) / 1000 }
}

function verdict({ name, passed, failed, skipped, reasons, seconds, output }: Outcome, isLive: boolean): void {
  if (failed > 0 && !isLive) say(`\n--- ${name} ---\n${output.trimEnd()}\n---`)
  const single = parts[name].counts === null
  const many = [`${passed} passed`, failed > 0 && `${failed} failed`, skipped > 0 && `${skipped} skipped`]
  const words = single ? (failed > 0 ? 'failed' : 'passed') : many.filter((text) => text !== false).join(', ')
  say(`${name.padEnd(9)} ${words}  (${seconds.toFixed(1)} s)`)
  for (const reason of reasons) say(`${' '.repeat(10)}${reason}`)
}

const sayOfBrowser = (line: string): void => {
  say(`browser   ${line}`)
}

/** What only the e2e part needs: a browser. Without one it fails, since an untested window is not a tested one. */
async function runE2e(extra: string[], isLive: boolean, getting = getBrowser(sayOfBrowser)): Promise<Outcome> {
  const browser = await getting
  if (browser === null) {
    const output = 'No Chrome, Chromium or Edge to drive. Install one, or name it in RESETLAB_BROWSER.'
    return { name: 'e2e', passed: 0, failed: 1, skipped: 0, reasons: [], seconds: 0, output }
  }
  say(`browser   ${browser.path} (${browser.how})`)
  return runPart('e2e', extra, { RESETLAB_BROWSER: browser.path }, isLive)
}

async function runSingle(name: PartName, extra: string[]): Promise<Outcome[]> {
  return [name === 'e2e' ? await runE2e(extra, true) : await runPart(name, extra, {}, true)]
}

/**
 * Two lanes of about the same length, for two cores, while a browser is fetched where there is none. The window's tests come
 * last, by themselves: they fill both.
 */
async function runAll(): Promise<Outcome[]> {
  const getting = getBrowser(sayOfBrowser)
  const lane = async (names: PartName[]): Promise<Outcome[]> => {
    const outcomes: Outcome[] = []
    for (const name of names) {
      const outcome = name === 'e2e' ? await runE2e([], false, getting) : await runPart(name, [], {}, false)
      verdict(outcome, false)
      outcomes.push(outcome)
    }
    return outcomes
  }
  const lanes = await Promise.all([
    lane(['unit', 'engine', 'floors', 'format', 'types']),
    lane(['build', 'practice', 'lint']),
  ])
  return [...lanes.flat(), ...(await lane(['e2e']))]
}

async function run([name, ...extra]: string[]): Promise<number> {
  const chosen = partNames.find((known) => known === name)
  if (name !== undefined && chosen === undefined) {
    say(`There is no part '${name}'; there are ${partNames.join(', ')}.`)
    return 1
  }
  await mkdir(resultsDir, { recursive: true })
  const outcomes = chosen === undefined ? await runAll() : await runSingle(chosen, extra)
  if (chosen !== undefined) for (const outcome of outcomes) verdict(outcome, true)
  const sum = (of: 'passed' | 'failed' | 'skipped'): number => outcomes.reduce((total, part) => total + part[of], 0)
  say(`${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped`)
  return sum('failed') === 0 ? 0 : 1
}

process.exitCode = await run(process.argv.slice(2))
