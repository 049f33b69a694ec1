import { type Command, Option } from 'commander'

import { CloudName } from '../../contract/sign-in.ts'
import { tokenVariable } from './open-real-tenant.ts'

/** What names a real tenant, and the way to sign in to it. */
export const addRealTenantOptions = (command: Command): Command =>
  command
    .option('--tenant <name>', 'work in this real tenant: its domain or id')
    .addOption(
      new Option('--cloud <name>', 'the cloud the tenant lives in (default: global)').choices(CloudName.options),
    )
    .option('--client-id <id>', 'sign in through this application instead of Microsoft Graph Command Line Tools')
    .option('--device-code', 'sign in with a code typed on any device')
    .option('--login-url <url>', 'the sign-in server, for a cloud of your own')
    .option('--graph-url <url>', 'Microsoft Graph, for a cloud of your own')
    .option('--portal-url <url>', 'the portal, for a cloud of your own')
    .addHelpText(
      'after',
      `\nWith --tenant, an access token for Microsoft Graph in ${tokenVariable} is used instead of a sign-in.`,
    )
