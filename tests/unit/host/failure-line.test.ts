import { expect, it } from 'vitest'

import { AppError } from '../../../src-main/domain/app-error.ts'
import { failureLine } from '../../../src-main/host/failure-line.ts'

it('names kinds, codes and causes, and no error’s own words', () => {
  const refused = Object.assign(new Error('connect to https://user:secret@host'), { code: 'ECONNREFUSED' })
  const error = AppError.of('unreachable', 'graph.no-answer', { cause: new TypeError('secret', { cause: refused }) })
  const line = failureLine('tenant.look', error)
  expect(line).toContain('tenant.look failed: unreachable graph.no-answer ← TypeError ← Error ECONNREFUSED')
  expect(line).not.toContain('secret')
  expect(line).not.toContain('\n')
})

it('says something of what is no error, and comes to an end when causes go in a circle', () => {
  expect(failureLine('starting', 'a secret text')).toBe('starting failed: string')
  const circle = new Error('secret')
  circle.cause = circle
  expect(failureLine('starting', circle)).toMatch(/^starting failed: Error( ← Error){4}/)
})

it('shows places in our own source only', () => {
  const error = new Error('secret')
  error.stack = [
    'Error: secret',
    '    at look (/home/someone/resetlab/src-main/graph/users.ts:10:3)',
    '    at /home/someone/resetlab/node_modules/hono/index.js:1:1',
    '    at node:internal/process:1:1',
  ].join('\n')
  expect(failureLine('tenant.look', error)).toBe('tenant.look failed: Error at src-main/graph/users.ts:10:3')
})
