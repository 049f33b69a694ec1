import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'

import { resolveHome } from '../home.ts'
import { openWorkspace, type Workspace } from '../workspace.ts'
import {
  applyCommand,
  checkCommand,
  labsCommand,
  planCommand,
  rehearseCommand,
  reportCommand,
  runsCommand,
  undoCommand,
  verifyCommand,
} from './commands.ts'
import { type CommandResult, createOutput, type Output } from './output.ts'
import { servePractice } from './serve-practice.ts'

interface CommonOptions {
  readonly json?: boolean
  readonly home?: string
  readonly practice?: string
  readonly yes?: boolean
}

/**
 * Runs one command and answers its exit code. Unknown commands and options end with 1 and the usage on stderr.
 * `appRoot` is where `package.json` and `resources` are.
 */
export async function runCli(args: readonly string[], appRoot: string): Promise<number> {
  let exitCode = 0
  const program = buildProgram(appRoot, (code) => {
    exitCode = code
  })
  try {
    await program.parseAsync([...args], { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    // Commander has told the person already; asking for help is no failure.
    return error.exitCode === 0 ? 0 : 1
  }
  return exitCode
}

type Work<T> = (workspace: Workspace, options: T, output: Output) => Promise<CommandResult>

/** What the commands are made with. */
interface Workbench {
  /** A command with the options all of them have. */
  readonly command: (name: string, text: string) => Command
  /** A command that works in a tenant. */
  readonly inTenant: (name: string, text: string) => Command
  readonly perform: <T extends CommonOptions>(options: T, work: Work<T>) => Promise<void>
  readonly end: (code: number) => void
}

function buildProgram(appRoot: string, end: (code: number) => void): Command {
  const program = new Command('resetlab')
    .description('Prepare a lab for self-service password reset, test it, and prove it. Works on the practice tenant.')
    .exitOverride()
    .configureOutput({ writeErr: (text) => process.stderr.write(text) })
    .showHelpAfterError()
  const command = (name: string, text: string): Command =>
    program
      .command(name)
      .description(text)
      .option('--json', 'print one JSON document on stdout and nothing else')
      .option('--home <dir>', 'the folder that holds all state')
  const bench: Workbench = {
    end,
    command,
    inTenant: (name, text) =>
      command(name, text).option('--practice <url>', 'use a running practice tenant instead of the embedded one'),
    perform: async (options, work) => {
      const output = createOutput(options.json === true)
      try {
        const result = await work(openWorkspace(resolveHome(options.home), appRoot), options, output)
        output.result(result)
        end(result.exitCode)
      } catch (error) {
        output.failure(error)
        end(1)
      }
    },
  }
  addTenantCommands(bench)
  addFileCommands(bench)
  return program
}

function addTenantCommands({ inTenant, perform }: Workbench): void {
  inTenant('plan <lab>', 'show what would happen (exit 0: nothing to do, 2: changes, 1: error)').action(
    (lab: string, options: CommonOptions) => perform(options, (workspace) => planCommand(workspace, lab, options)),
  )
  inTenant('apply <lab>', 'carry the plan out (exit 0: every automatic action is done)')
    .option('--yes', 'apply without asking')
    .action((lab: string, options: CommonOptions) =>
      perform(options, (workspace) => applyCommand(workspace, lab, options)),
    )
  inTenant(
    'verify <lab>',
    'ask whether the lab is set up, the portal step included (exit 0: proven, 2: waiting, 1: not so)',
  ).action((lab: string, options: CommonOptions) =>
    perform(options, (workspace) => verifyCommand(workspace, lab, options)),
  )
  inTenant('undo <run>', 'take away what a run made; <run> is an id or "last"')
    .option('--yes', 'undo without asking')
    .action((run: string, options: CommonOptions) =>
      perform(options, (workspace) => undoCommand(workspace, run, options)),
    )
  inTenant('rehearse <lab>', 'play the whole lab on the practice tenant and seal the evidence')
    .option('--patience <seconds>', 'how long one step may wait for its witnesses', wholeSeconds, 120)
    .action((lab: string, options: CommonOptions & { patience: number }) =>
      perform(options, (workspace, _options, output) =>
        rehearseCommand(workspace, lab, options, (line) => {
          output.message(line)
        }),
      ),
    )
}

function addFileCommands({ command, perform, end }: Workbench): void {
  command('labs', 'list the labs that ship with ResetLab').action((options: CommonOptions) =>
    perform(options, (workspace) => labsCommand(workspace)),
  )
  command('runs', 'list the runs on this computer, newest first').action((options: CommonOptions) =>
    perform(options, (workspace) => runsCommand(workspace)),
  )
  command('report <file>', 'turn an evidence file into a report')
    .addOption(new Option('--format <format>', 'the kind of report').choices(['html']).default('html'))
    .requiredOption('--out <file>', 'where to write it')
    .action((file: string, options: CommonOptions & { out: string }) =>
      perform(options, () => reportCommand(file, options.out)),
    )
  command('check <file>', 'check an evidence file (exit 0: intact, 1: altered, 2: unreadable)').action(
    (file: string, options: CommonOptions) => perform(options, () => checkCommand(file)),
  )
  command('practice', 'serve the practice tenant alone; the first line on stdout is JSON with its addresses')
    .option('--port <port>', 'the port to listen on', portNumber, 0)
    .action(async (options: CommonOptions & { port: number }) => {
      end(await servePractice(resolveHome(options.home), options.port, createOutput(options.json === true)))
    })
}

function portNumber(text: string): number {
  const port = Number(text)
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new InvalidArgumentError('A port is 0 to 65535.')
  return port
}

function wholeSeconds(text: string): number {
  const seconds = Number(text)
  if (!Number.isInteger(seconds) || seconds < 1)
    throw new InvalidArgumentError('A whole number of seconds, at least 1.')
  return seconds
}
