import { randomUUID } from 'node:crypto'

import type { AuditRow, User } from '../state/model.ts'
import type { PracticeState } from '../state/practice-state.ts'

export const services = {
  sspr: 'Self-service Password Management',
  methods: 'Authentication Methods',
  directory: 'Core Directory',
} as const

export type AuditTarget = AuditRow['targets'][number]
export type ModifiedProperty = AuditTarget['modifiedProperties'][number]

export interface AuditEntry {
  at: number
  service: keyof typeof services
  activity: string
  category?: string
  operationType?: string
  result?: 'success' | 'failure'
  reason?: string
  correlationId?: string
  actor: User | null
  targets: AuditTarget[]
}

const ipAddress = '127.0.0.1'

/** Appends one row. It becomes visible to readers only after the audit lag. */
export function writeAudit(state: PracticeState, entry: AuditEntry): void {
  const { actor } = entry
  state.audits.put({
    id: `${services[entry.service].replaceAll(' ', '')}_${randomUUID()}`,
    at: entry.at,
    activityDisplayName: entry.activity,
    category: entry.category ?? 'UserManagement',
    correlationId: entry.correlationId ?? randomUUID(),
    loggedByService: services[entry.service],
    operationType: entry.operationType ?? 'Update',
    result: entry.result ?? 'success',
    resultReason: entry.reason ?? '',
    actor: actor ? { userId: actor.id, ipAddress } : null,
    actorName: actor?.displayName ?? null,
    actorUpn: actor?.userPrincipalName ?? null,
    targets: entry.targets,
  })
}

export const userTarget = (user: User, modifiedProperties: ModifiedProperty[] = []): AuditTarget => ({
  id: user.id,
  displayName: user.displayName,
  type: 'User',
  userPrincipalName: user.userPrincipalName,
  modifiedProperties,
})

export const otherTarget = (
  type: string,
  id: string,
  displayName: string,
  modifiedProperties: ModifiedProperty[] = [],
): AuditTarget => ({ id, displayName, type, userPrincipalName: null, modifiedProperties })

/** Values inside `modifiedProperties` are JSON in a string. */
export const changed = (displayName: string, oldValue: unknown, newValue: unknown): ModifiedProperty => ({
  displayName,
  oldValue: oldValue === undefined ? null : JSON.stringify(oldValue),
  newValue: newValue === undefined ? null : JSON.stringify(newValue),
})
