import type { UserRegistrationFeatureSummary, UserRegistrationMethodSummary } from '@microsoft/microsoft-graph-types'
import { z } from 'zod'

import { roles } from '../../state/catalogue.ts'
import type { RegistrationRow } from '../../state/model.ts'
import { GraphError } from '../answer.ts'
import { type GraphCall, param } from '../operation.ts'

const Options = z.object({
  includedUserTypes: z.enum(['all', 'member', 'guest']),
  includedUserRoles: z.enum(['all', 'privilegedAdmin', 'admin', 'user']),
})
type Options = z.infer<typeof Options>

/** `includedUserTypes='all',includedUserRoles='all'`, which is also what holds without them. */
function readOptions(call: GraphCall): Options {
  const text = param(call, 'options')
  const given = Object.fromEntries(
    text
      .split(',')
      .filter((part) => part.trim() !== '')
      .map((part) => part.split('=').map((side) => side.trim().replace(/^'|'$/g, ''))),
  ) as Record<string, unknown> // names and values as they came; the schema reads them
  const read = Options.strict().safeParse({ includedUserTypes: 'all', includedUserRoles: 'all', ...given })
  if (read.success) return read.data
  throw new GraphError(400, 'BadRequest', 'The parameters includedUserTypes and includedUserRoles are not valid.')
}

const privileged: readonly string[] = [roles.globalAdministrator, roles.privilegedRoleAdministrator]

function counted(call: GraphCall, rows: readonly RegistrationRow[], options: Options): RegistrationRow[] {
  const isPrivileged = (id: string): boolean =>
    call.state.users.get(id)?.roles.some((role) => privileged.includes(role)) ?? false
  return rows.filter((row) => {
    if (options.includedUserTypes !== 'all' && row.userType !== options.includedUserTypes) return false
    switch (options.includedUserRoles) {
      case 'all':
        return true
      case 'privilegedAdmin':
        return isPrivileged(row.id)
      case 'admin':
        return row.isAdmin
      case 'user':
        return !row.isAdmin
    }
  })
}

type Feature = 'ssprRegistered' | 'ssprEnabled' | 'ssprCapable' | 'passwordlessCapable' | 'mfaCapable'

const features: readonly (readonly [Feature, (row: RegistrationRow) => boolean])[] = [
  ['ssprRegistered', (row) => row.isSsprRegistered],
  ['ssprEnabled', (row) => row.isSsprEnabled],
  ['ssprCapable', (row) => row.isSsprCapable],
  ['passwordlessCapable', (row) => row.isPasswordlessCapable],
  ['mfaCapable', (row) => row.isMfaCapable],
]

type Typed<Type> = Type & { '@odata.context': string; '@odata.type': string }

/** graph-docs: api/authenticationmethodsroot-usersregisteredbyfeature.md */
export function featureSummary(
  call: GraphCall,
  rows: readonly RegistrationRow[],
  context: string,
): Typed<UserRegistrationFeatureSummary> {
  const options = readOptions(call)
  const users = counted(call, rows, options)
  return {
    '@odata.context': context,
    '@odata.type': '#microsoft.graph.userRegistrationFeatureSummary',
    totalUserCount: users.length,
    userTypes: options.includedUserTypes,
    userRoles: options.includedUserRoles,
    userRegistrationFeatureCounts: features.map(([feature, has]) => ({
      feature,
      userCount: users.filter(has).length,
    })),
  }
}

const methods = [
  'password',
  'email',
  'mobilePhone',
  'alternateMobilePhone',
  'officePhone',
  'microsoftAuthenticatorPush',
  'softwareOneTimePasscode',
  'temporaryAccessPass',
]

/** graph-docs: api/authenticationmethodsroot-usersregisteredbymethod.md */
export function methodSummary(
  call: GraphCall,
  rows: readonly RegistrationRow[],
  context: string,
): Typed<UserRegistrationMethodSummary> {
  const options = readOptions(call)
  const users = counted(call, rows, options)
  return {
    '@odata.context': context,
    '@odata.type': '#microsoft.graph.userRegistrationMethodSummary',
    totalUserCount: users.length,
    userTypes: options.includedUserTypes,
    userRoles: options.includedUserRoles,
    userRegistrationMethodCounts: methods.map((authenticationMethod) => ({
      authenticationMethod,
      userCount:
        authenticationMethod === 'password'
          ? users.length
          : users.filter((row) => row.methodsRegistered.includes(authenticationMethod)).length,
    })),
  }
}
