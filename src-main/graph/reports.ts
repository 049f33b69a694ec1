import { z } from 'zod'

import type { AuditRow, RegistrationDetail } from '../domain/judge.ts'
import type { GraphPort } from '../engine/ports.ts'
import type { GraphClient } from './graph-client.ts'

const Registration = z.object({
  isSsprEnabled: z.boolean(),
  isSsprRegistered: z.boolean(),
  isSsprCapable: z.boolean(),
  methodsRegistered: z.array(z.string()).nullish(),
  lastUpdatedDateTime: z.string().nullish(),
})
const Audit = z.object({
  activityDateTime: z.string(),
  activityDisplayName: z.string(),
  loggedByService: z.string().nullish(),
  result: z.string().nullish(),
  resultReason: z.string().nullish(),
  correlationId: z.string().nullish(),
  initiatedBy: z.object({ user: z.object({ id: z.string().nullish() }).nullish() }).nullish(),
  targetResources: z.array(z.object({ id: z.string().nullish() })).nullish(),
})
const SignIn = z.object({
  createdDateTime: z.string(),
  status: z.object({ errorCode: z.number().nullish() }).nullish(),
})
const PasswordTime = z.object({ lastPasswordChangeDateTime: z.string().nullish() })

type ReportPart = Pick<GraphPort, 'passwordChangedAt' | 'registrationDetail' | 'auditRows' | 'signInRows'>

/** What the service recorded of people: password time, registration report, audit log, sign-ins (graph-facts §8). */
export function reportReads(client: GraphClient): ReportPart {
  return {
    async passwordChangedAt(userId, signal) {
      const path = `/users/${userId}?$select=lastPasswordChangeDateTime`
      const seen = await client.send({ method: 'GET', path, signal }, PasswordTime)
      return { ...seen, value: isoOrNull(seen.value.lastPasswordChangeDateTime) }
    },

    async registrationDetail(userId, signal) {
      const path = `/reports/authenticationMethods/userRegistrationDetails/${userId}`
      // No row yet means that the report was not computed since this user appeared.
      const seen = await client.find({ method: 'GET', path, signal }, Registration)
      return { ...seen, value: seen.value && registrationDetail(seen.value) }
    },

    async auditRows(service, since, signal) {
      const filter = `loggedByService eq '${service}' and activityDateTime ge ${since}`
      const path = `/auditLogs/directoryAudits?$filter=${encodeURIComponent(filter)}&$top=200`
      const seen = await client.list(path, Audit, signal)
      const value = seen.value.map(auditRow).sort((left, right) => Date.parse(left.at) - Date.parse(right.at))
      return { ...seen, value }
    },

    async signInRows(userId, since, signal) {
      const filter = `userId eq '${userId}' and createdDateTime ge ${since}`
      const seen = await client.list(
        `/auditLogs/signIns?$filter=${encodeURIComponent(filter)}&$top=100`,
        SignIn,
        signal,
      )
      const value = seen.value.map((row) => ({ at: row.createdDateTime, errorCode: row.status?.errorCode ?? 0 }))
      return { ...seen, value }
    },
  }
}

const isoOrNull = (value: string | null | undefined): string | null =>
  value === null || value === undefined ? null : new Date(value).toISOString()

function registrationDetail(row: z.infer<typeof Registration>): RegistrationDetail {
  const { isSsprEnabled, isSsprRegistered, isSsprCapable } = row
  return {
    isSsprEnabled,
    isSsprRegistered,
    isSsprCapable,
    methodsRegistered: row.methodsRegistered ?? [],
    computedAt: isoOrNull(row.lastUpdatedDateTime),
  }
}

function auditRow(row: z.infer<typeof Audit>): AuditRow {
  const ids = [row.initiatedBy?.user?.id, ...(row.targetResources ?? []).map((target) => target.id)]
  return {
    at: row.activityDateTime,
    activity: row.activityDisplayName,
    service: row.loggedByService ?? '',
    result: row.result ?? '',
    reason: row.resultReason ?? '',
    correlationId: row.correlationId ?? '',
    userIds: ids.flatMap((id) => (id === null || id === undefined ? [] : [id])),
  }
}
