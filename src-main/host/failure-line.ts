import { AppError } from '../domain/app-error.ts'

/** Only an error's class, its system code (`ECONNREFUSED`) and the places in our own source: its words may hold secrets. */
function outline(error: unknown): string {
  if (error instanceof AppError) return `${error.failure.kind} ${error.failure.code}`
  if (!(error instanceof Error)) return typeof error
  const code = 'code' in error && typeof error.code === 'string' ? ` ${error.code}` : ''
  return `${error.name}${code}`
}

const places = (error: unknown): string[] =>
  error instanceof Error && error.stack !== undefined
    ? error.stack
        .split('\n')
        .filter((line) => line.startsWith('    at ') && !line.includes('node_modules') && !line.includes('node:'))
        .map((line) => /((?:src-main|out\/main)\/[^\s)]+)/.exec(line.replaceAll('\\', '/'))?.[1] ?? '')
        .filter((place) => place !== '')
    : []

/** One log line for a failed call: what kind, where in the source, and what caused it. Never an error's own words. */
export function failureLine(what: string, error: unknown): string {
  const chain: string[] = []
  for (let current = error; current !== undefined && chain.length < 5;) {
    chain.push(outline(current))
    current = current instanceof Error ? current.cause : undefined
  }
  const at = places(error).slice(0, 4)
  return `${what} failed: ${chain.join(' ← ')}${at.length > 0 ? ` at ${at.join(', ')}` : ''}`
}
