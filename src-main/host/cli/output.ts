import { failureDetails, failureText } from '../../contract/failure-text.ts'
import { AppError, toFailure } from '../../domain/app-error.ts'
import { failureLine } from '../failure-line.ts'

/** What a command came to: its document for `--json`, its lines for people, and the exit code. */
export interface CommandResult {
  readonly exitCode: 0 | 1 | 2
  readonly document: unknown
  readonly lines: readonly string[]
}

/** Results go to stdout, messages to stderr; with `--json` stdout holds exactly one JSON document. */
export interface Output {
  message(line: string): void
  result(result: CommandResult): void
  failure(error: unknown): void
}

export function createOutput(asJson: boolean): Output {
  const write = (text: string): void => {
    process.stdout.write(`${text}\n`)
  }
  const message = (line: string): void => {
    process.stderr.write(`${line}\n`)
  }
  return {
    message,
    result({ document, lines }) {
      write(asJson ? JSON.stringify(document, null, 2) : lines.join('\n'))
    },
    failure(error) {
      const failure = toFailure(error)
      const text = failureText(failure)
      message(text)
      for (const problem of failure.problems ?? []) message(problemLine(problem, failure.params?.['file']))
      for (const detail of [...(failure.details ?? []), ...failureDetails(failure)]) message(`  ${detail}`)
      if (failure.consentUrl !== undefined) message(`  The page for administrators: ${failure.consentUrl}`)
      if (failure.kind === 'bug') message(failureLine('the command', error))
      if (asJson) write(JSON.stringify({ error: { ...failure, text } }, null, 2))
    },
  }
}

function problemLine(problem: { field: string; line?: number | undefined; reason: string }, file = ''): string {
  const place = problem.line === undefined ? file : `${file}:${String(problem.line)}`
  return `  ${[place, problem.field, problem.reason].filter((part) => part !== '').join('  ')}`
}

/** What the system says of a home folder that cannot be worked with: no bug of ours. */
const folderTroubles = ['EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'EDQUOT', 'ENOTDIR', 'ENAMETOOLONG', 'ELOOP']

export function aboutFolder(error: unknown, home: string): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : null
  if (typeof code !== 'string' || !folderTroubles.includes(code)) return error
  return AppError.of('invalid-input', 'home.unusable', { params: { home }, cause: error })
}

/**
 * A closed pipe or a full disk is told as an event, and unheard it would end the process with a stack trace. A reader
 * that went away (`| head`) has what it wanted; a full disk has lost the result.
 */
export function watchStdout(): { isWhole(): Promise<boolean> } {
  let isLost = false
  // There is nobody left to tell.
  process.stderr.on('error', () => undefined)
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE' || isLost) return
    isLost = true
    process.stderr.write(`The result could not be written to stdout (${error.code ?? error.name}).\n`)
  })
  return {
    async isWhole() {
      await new Promise<void>((resolve) => {
        process.stdout.write('', () => {
          resolve()
        })
      })
      return !isLost
    },
  }
}
