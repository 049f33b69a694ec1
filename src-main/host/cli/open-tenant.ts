import { labScopes, type PermissionStep, scopesOfStep } from '../../contract/permissions.ts'
import { AppError } from '../../domain/app-error.ts'
import { type Connection, connect } from '../connection.ts'
import { lockHome } from '../home.ts'
import { openPractice } from '../practice-room.ts'
import { createPlayer, type Player } from '../rehearse/player.ts'
import { findPractice, PracticeAddress, practiceEndpoints } from '../tenant-endpoints.ts'
import type { Workspace } from '../workspace.ts'
import { type OpenRealTenant, openRealTenant, type RealTenantOptions } from './open-real-tenant.ts'

/** Which tenant a command works in: a practice tenant unless a real one is named. */
export interface TenantOptions extends RealTenantOptions {
  readonly practice?: string | undefined
}

/** A tenant with its operator signed in, and the home folder held. */
export interface OpenTenant {
  readonly connection: Connection
  /** How a real tenant was chosen; null for a practice tenant. */
  readonly real: Omit<OpenRealTenant, 'connection'> | null
  close(): Promise<void>
}

/** A practice tenant with its administrator signed in through its own sign-in page. */
export interface OpenPracticeTenant extends OpenTenant {
  readonly player: Player
  readonly operator: { readonly userPrincipalName: string; readonly password: string }
}

/** Opens the tenant a command works in, with the permissions of these steps. `message` tells the person what to do. */
export async function openTenant(
  workspace: Workspace,
  options: TenantOptions,
  steps: readonly PermissionStep[],
  message: (line: string) => void,
): Promise<OpenTenant> {
  if (options.tenant === undefined) {
    if (namesReal(options)) throw AppError.of('invalid-input', 'signin.no-tenant')
    return openPracticeTenant(workspace, options.practice, [...new Set([...labScopes, ...steps.flatMap(scopesOfStep)])])
  }
  if (options.practice !== undefined) throw AppError.of('invalid-input', 'signin.two-tenants')
  const lock = lockHome(workspace.home)
  const close = async (): Promise<void> => lock.release()
  try {
    const { connection, ...real } = await openRealTenant(workspace, options, steps, message)
    return { connection, real, close }
  } catch (error) {
    await close()
    throw error
  }
}

/** What is said of a real tenant must not fall on the practice tenant because its name was forgotten. */
const namesReal = ({ cloud, clientId, deviceCode, loginUrl, graphUrl, portalUrl }: TenantOptions): boolean =>
  [cloud, clientId, deviceCode, loginUrl, graphUrl, portalUrl].some((given) => given !== undefined)

/**
 * Opens a practice tenant: the embedded one of this home folder, or a running one at `practiceUrl`. The sign-in walks the
 * same pages a person uses.
 */
export async function openPracticeTenant(
  workspace: Workspace,
  practiceUrl: string | undefined,
  scopes: readonly string[] = labScopes,
): Promise<OpenPracticeTenant> {
  const lock = lockHome(workspace.home)
  const server = practiceUrl === undefined ? await openPractice(workspace.home, 0) : null
  const close = async (): Promise<void> => {
    await server?.close()
    lock.release()
  }
  try {
    const address = server ? PracticeAddress.parse(server.info) : await findPractice(practiceUrl ?? '')
    const { clock } = workspace
    const player = createPlayer(address, { now: () => clock.now().getTime(), wait: (ms) => clock.sleep(ms) })
    const password = server ? server.info.adminPassword : await player.readOperatorPassword()
    const operator = { userPrincipalName: address.adminUpn, password }
    const openPage = (url: string) => player.openSignIn(url, operator.userPrincipalName, operator.password)
    const connection = await connect(
      workspace,
      practiceEndpoints(address),
      openPage,
      AbortSignal.timeout(60_000),
      scopes,
    )
    return { connection, real: null, player, operator, close }
  } catch (error) {
    await close()
    throw error instanceof AppError ? error : AppError.of('unreachable', 'signin.unreachable', { cause: error })
  }
}
