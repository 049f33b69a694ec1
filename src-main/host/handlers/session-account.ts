import { labSteps, type PermissionStep, scopesOfStep, type StepPermissions } from '../../contract/permissions.ts'
import type { TenantChoice } from '../../contract/sign-in.ts'
import type { Failure } from '../../contract/failure.ts'
import { isGranted } from '../../domain/scopes.ts'
import type { SignIn } from '../../signin/sign-in.ts'
import type { Connection } from '../connection.ts'
import type { TenantEndpoints } from '../tenant-endpoints.ts'
import type { WaitingPerson } from '../waiting-person.ts'

/** One person in one tenant, signed in. */
export interface SessionAccount {
  readonly endpoints: TenantEndpoints
  /** Null for the practice tenant. */
  readonly choice: TenantChoice | null
  readonly signIn: SignIn
  readonly waiting: WaitingPerson
  readonly connection: Connection
  /** Why a person must sign in again; null while all is well. */
  trouble: Failure | null
}

const missingOf = (step: PermissionStep, granted: readonly string[]): string[] =>
  scopesOfStep(step).filter((scope) => !isGranted(granted, scope))

/** What was granted and what is missing, step by step; empty where it is not known. */
export function permissionsOf({ signIn }: SessionAccount): StepPermissions[] {
  const granted = signIn.grantedScopes()
  if (granted === null) return []
  return labSteps.map((step) => {
    const missing = missingOf(step, granted)
    return { step, missing, granted: scopesOfStep(step).filter((scope) => !missing.includes(scope)) }
  })
}

export const lacks = ({ signIn }: SessionAccount, step: PermissionStep): string[] =>
  missingOf(step, signIn.grantedScopes() ?? [])

/** Where an administrator agrees for everybody to what is missing; null where nothing is, or where there is no such page. */
export function consentUrlOf(account: SessionAccount): string | null {
  const missing = permissionsOf(account).flatMap((step) => step.missing)
  return missing.length === 0 ? null : (account.endpoints.consentUrl?.(missing) ?? null)
}

/** Whether somebody is signed in to this tenant, by the same client. */
export const isThrough = ({ choice, connection }: SessionAccount, through: TenantChoice, tenantId: string): boolean =>
  choice?.clientId === through.clientId && connection.target.tenantId === tenantId

export const isSamePerson = (account: SessionAccount, tenantId: string, operatorId: string): boolean =>
  account.connection.target.tenantId === tenantId && account.connection.target.operator.id === operatorId
