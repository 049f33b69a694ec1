import { spawn } from 'node:child_process'
import { join } from 'node:path'

import { root } from '../tooling/parts.ts'

export interface Finished {
  readonly exitCode: number | null
  readonly stdout: string
  readonly stderr: string
  /** The one document of `--json`; throws when stdout is anything else. */
  json(): unknown
}

/** `npm run -s resetlab -- …` as another process, without npm between. */
export async function resetlab(...args: string[]): Promise<Finished> {
  const child = spawn(process.execPath, [join(root, 'src-main/main.ts'), ...args], { cwd: root })
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  return { exitCode, stdout, stderr, json: () => JSON.parse(stdout) as unknown }
}

/** A practice tenant served by the `practice` command, until it is stopped. */
export async function servePractice(...args: string[]) {
  const child = spawn(process.execPath, [join(root, 'src-main/main.ts'), 'practice', ...args], { cwd: root })
  let stdout = ''
  let stderr = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  const firstLine = await new Promise<string>((resolve, reject) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text
      const [line, rest] = stdout.split('\n')
      if (rest !== undefined) resolve(line ?? '')
    })
    child.once('close', () => {
      reject(new Error(`The practice tenant ended:\n${stdout}${stderr}`))
    })
  })
  return {
    info: JSON.parse(firstLine) as Record<string, string>,
    stderr: () => stderr,
    stop: async (): Promise<number | null> => {
      child.kill('SIGTERM')
      return new Promise((resolve) => {
        if (child.exitCode === null) child.once('close', resolve)
        else resolve(child.exitCode)
      })
    },
  }
}

/** A rehearsal for what comes after it: beside a practice tenant that makes nobody wait. */
export async function rehearseQuickly(lab: string, home: string): Promise<Finished> {
  const practice = await servePractice('--home', join(home, 'other'), '--lags', 'none', '--quota', 'off')
  try {
    return await resetlab('rehearse', lab, '--home', home, '--practice', practice.info['homeUrl'] ?? '', '--json')
  } finally {
    await practice.stop()
  }
}
