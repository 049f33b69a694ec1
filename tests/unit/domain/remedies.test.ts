import { expect, it } from 'vitest'

import type { FailureKind } from '../../../src-main/contract/failure.ts'
import { remedyFor } from '../../../src-main/domain/remedies.ts'
import type { WitnessId } from '../../../src-main/domain/witnesses.ts'

it.each<[WitnessId, FailureKind, string, RegExp]>([
  ['report', 'forbidden', 'graph.no-premium', /trial of Entra ID P2/],
  ['audit', 'forbidden', 'graph.role-missing', /Reports Reader/],
  ['methods', 'forbidden', 'graph.role-missing', /Authentication Administrator/],
  ['methods', 'forbidden', 'graph.scope-missing', /UserAuthenticationMethod\.Read\.All under Permissions/],
  ['signIns', 'forbidden', 'graph.forbidden', /AuditLog\.Read\.All under Permissions.*Or: sign in as/],
  ['events', 'forbidden', 'graph.not-offered', /Switch the beta report off/],
  ['members', 'unreachable', 'graph.unreachable', /by itself/],
  ['report', 'throttled', 'graph.throttled', /by itself/],
])('what the %s lacks for “%s” (%s) can be had', (witness, kind, code, remedy) => {
  expect(remedyFor(witness, { kind, code })).toMatch(remedy)
})

it('nothing is advised where nobody knows what would help', () => {
  expect(remedyFor('members', { kind: 'not-found', code: 'graph.not-found' })).toBeNull()
})
