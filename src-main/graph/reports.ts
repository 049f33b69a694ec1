import { z } from 'zod'

import type { AuditRow } from '../domain/judge-audit.ts'
import type { MethodEvent } from '../domain/judge-events.ts'
import type { RegistrationDetail } from '../domain/judge.ts'
import type { GraphPort, Seen } from '../engine/ports.ts'
import type { GraphClient } from './graph-client.ts'

const Registration = z.object({
  isSsprEnabled: z.boolean(),
  isSsprRegistered: z.boolean(),
  isSsprCapable: z.boolean(),
  isAdmin: z.boolean().nullish(),
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
const SignInActivity = z.object({
  signInActivity: z.object({ lastSuccessfulSignInDateTime: z.string().nullish() }).nullish(),
})
const Event = z.object({
  id: z.string(),
  feature: z.string().nullish(),
  authMethod: z.string().nullish(),
  isSuccess: z.boolean().nullish(),
  failureReason: z.string().nullish(),
  eventDateTime: z.string(),
})
const PasswordTime = z.object({ lastPasswordChangeDateTime: z.string().nullish() })

type ReportPart = Pick<
  GraphPort,
  'passwordChangedAt' | 'registrationDetail' | 'auditRows' | 'signInRows' | 'lastSignInAt' | 'methodEvents'
>

/** Rows are late by so much as a rule; after it the name of the service is doubted (graph-facts §14, 6). */
const longMs = 15 * 60_000
const mostPages = 3

/** What the service recorded of people: password time, registration report, audit log, sign-ins (graph-facts §8). */
export function reportReads(client: GraphClient): ReportPart {
  /** Some tenants are said to log under another name: then the rows are told apart by their activity alone. */
  const allAudits = async (since: string, signal?: AbortSignal): Promise<Seen<z.infer<typeof Audit>[]>> => {
    const path = `${auditPath(`activityDateTime ge ${since}`, 999)}&$orderby=${encodeURIComponent('activityDateTime desc')}`
    const seen = await client.listPart(path, Audit, mostPages, signal)
    return { ...seen, value: seen.value.items }
  }
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
      const ofService = await client.list(auditPath(filter, 200), Audit, signal)
      const isLate = Date.parse(ofService.date) - Date.parse(since) > longMs
      const seen = ofService.value.length === 0 && isLate ? await allAudits(since, signal) : ofService
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

    async lastSignInAt(userId, signal) {
      const path = `/users/${userId}?$select=id,signInActivity`
      const seen = await client.send({ method: 'GET', path, signal }, SignInActivity)
      return { ...seen, value: isoOrNull(seen.value.signInActivity?.lastSuccessfulSignInDateTime) }
    },

    // Beta: no filter is promised, so the first page is taken as it is and searched here
    // (Graph docs: api/authenticationmethodsroot-list-usereventssummary.md).
    async methodEvents(signal) {
      const path = '/reports/authenticationMethods/userEventsSummary'
      const seen = await client.send(
        { method: 'GET', path, version: 'beta', signal },
        z.object({ value: z.array(Event) }),
      )
      return { ...seen, value: seen.value.value.map(methodEvent) }
    },
  }
}

const auditPath = (filter: string, top: number): string =>
  `/auditLogs/directoryAudits?$filter=${encodeURIComponent(filter)}&$top=${String(top)}`

const methodEvent = (row: z.infer<typeof Event>): MethodEvent => ({
  userId: row.id,
  at: row.eventDateTime,
  feature: row.feature ?? '',
  method: row.authMethod ?? '',
  isSuccess: row.isSuccess ?? false,
  reason: row.failureReason ?? '',
})

const isoOrNull = (value: string | null | undefined): string | null =>
  value === null || value === undefined ? null : new Date(value).toISOString()

function registrationDetail(row: z.infer<typeof Registration>): RegistrationDetail {
  const { isSsprEnabled, isSsprRegistered, isSsprCapable } = row
  return {
    isSsprEnabled,
    isSsprRegistered,
    isSsprCapable,
    ...(typeof row.isAdmin === 'boolean' ? { isAdmin: row.isAdmin } : {}),
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
