import { AppError } from '../../domain/app-error.ts'
import { type Connection, connect } from '../connection.ts'
import { lockHome } from '../home.ts'
import { openPractice } from '../practice-room.ts'
import { createPlayer, type Player } from '../rehearse/player.ts'
import { findPractice, PracticeAddress, practiceEndpoints } from '../tenant-endpoints.ts'
import type { Workspace } from '../workspace.ts'

/** A practice tenant with its administrator signed in through its own sign-in page. */
export interface OpenTenant {
  readonly connection: Connection
  readonly player: Player
  readonly operator: { readonly userPrincipalName: string; readonly password: string }
  close(): Promise<void>
}

/**
 * Opens the practice tenant a command works on: the embedded one of this home folder, or a running one at `practiceUrl`.
 * The sign-in walks the same pages a person uses.
 */
export async function openTenant(workspace: Workspace, practiceUrl: string | undefined): Promise<OpenTenant> {
  const lock = lockHome(workspace.home)
  const server = practiceUrl === undefined ? await openPractice(workspace.home, 0) : null
  const close = async (): Promise<void> => {
    await server?.close()
    lock.release()
  }
  try {
    const address = server ? PracticeAddress.parse(server.info) : await findPractice(practiceUrl ?? '')
    const player = createPlayer(address)
    const password = server ? server.info.adminPassword : await player.readOperatorPassword()
    const operator = { userPrincipalName: address.adminUpn, password }
    const openPage = (url: string) => player.openSignIn(url, operator.userPrincipalName, operator.password)
    const connection = await connect(workspace, practiceEndpoints(address), openPage, AbortSignal.timeout(60_000))
    return { connection, player, operator, close }
  } catch (error) {
    await close()
    throw error instanceof AppError ? error : AppError.of('unreachable', 'signin.unreachable', { cause: error })
  }
}
