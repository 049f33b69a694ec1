import { Argument, Command, CommanderError, InvalidArgumentError, Option } from 'commander'

import { reportFormats } from '../../contract/report.ts'
import { resolveHome } from '../home.ts'
import { isHeldReadOnly, openWorkspace, type Workspace } from '../workspace.ts'
import {
  createRegistrationCommand,
  planRegistrationCommand,
  removeRegistrationCommand,
} from './app-registration-commands.ts'
import { applyCommand, planCommand, resumeCommand } from './apply-commands.ts'
import { labsCommand, rehearseCommand, verifyCommand } from './commands.ts'
import { checkCommand, type CheckOptions, reportCommand, type ReportOptions } from './evidence-commands.ts'
import { type GuardOptions, guardCommand, markedCommand, settingsCommand } from './guard-commands.ts'
import { aboutFolder, type CommandResult, createOutput, type Output, watchStdout } from './output.ts'
import type { TenantOptions } from './open-tenant.ts'
import { addPracticeOptions, type PracticeCommandOptions, practiceWishes } from './practice-options.ts'
import { addRealTenantOptions } from './real-tenant-options.ts'
import { runsCommand, showRunCommand } from './run-commands.ts'
import { withActivity } from './save-activity.ts'
import { servePractice } from './serve-practice.ts'
import { undoCommand } from './undo-command.ts'

interface CommonOptions {
  readonly json?: boolean
  readonly home?: string
  readonly readOnly?: boolean
  readonly activity?: string
}

interface TenantCommandOptions extends TenantOptions {
  readonly yes?: boolean
}

/**
 * Runs one command and answers its exit code. Unknown commands and options end with 1 and the usage on stderr; with
 * `--json` anywhere, stdout holds one JSON document even then. `appRoot` is where `package.json` and `resources` are.
 */
export async function runCli(args: readonly string[], appRoot: string): Promise<number> {
  const stdout = watchStdout()
  const exitCode = await runCommand(args, appRoot)
  return (await stdout.isWhole()) ? exitCode : 1
}

async function runCommand(args: readonly string[], appRoot: string): Promise<number> {
  let exitCode = 0
  const asJson = asksJson(args)
  const help: string[] = []
  const showHelp = (text: string): void => {
    if (asJson) help.push(text)
    else process.stdout.write(text)
  }
  const program = buildProgram(appRoot, showHelp, (code) => {
    exitCode = code
  })
  try {
    await program.parseAsync([...args], { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    // Commander has told the person already; asking for help is no failure.
    if (asJson) process.stdout.write(`${JSON.stringify(usageDocument(error, help.join('')), null, 2)}\n`)
    return error.exitCode === 0 ? 0 : 1
  }
  return exitCode
}

/** Looked for before anything is parsed, so that a command line that cannot be parsed is answered in kind. */
function asksJson(args: readonly string[]): boolean {
  const end = args.indexOf('--')
  return (end < 0 ? args : args.slice(0, end)).includes('--json')
}

function usageDocument(error: CommanderError, help: string): unknown {
  if (error.exitCode === 0) return { help }
  const text = error.code === 'commander.help' ? 'A command is missing.' : error.message.replace(/^error: /, '')
  return { error: { kind: 'invalid-input', code: 'cli.usage', text } }
}

type Work<T> = (workspace: Workspace, options: T, output: Output) => Promise<CommandResult>

/** What the commands are made with. */
interface Workbench {
  readonly command: (name: string, text: string) => Command
  /** A command that works in a tenant. */
  readonly inTenant: (name: string, text: string) => Command
  /** A command that works in a practice tenant only. */
  readonly inPractice: (name: string, text: string) => Command
  /** What the options say that all commands have. */
  readonly common: () => {
    readonly output: Output
    readonly home: string
    readonly isReadOnly: boolean
    readonly activityFile: string | undefined
  }
  readonly perform: <T>(options: T, work: Work<T>) => Promise<void>
  readonly end: (code: number) => void
}

function buildProgram(appRoot: string, showHelp: (text: string) => void, end: (code: number) => void): Command {
  const program = new Command('resetlab')
    .description(
      'Prepare a lab for self-service password reset, test it, and prove it. Works on the practice tenant, unless --tenant names another one.',
    )
    .exitOverride()
    .configureOutput({ writeOut: showHelp, writeErr: (text) => process.stderr.write(text) })
    .configureHelp({ showGlobalOptions: true })
    .showHelpAfterError()
    // On the program itself, so that they may stand before or after the command.
    .option('--json', 'print one JSON document on stdout and nothing else')
    .option('--home <dir>', 'the folder that holds all state', someName)
    .option('--read-only', 'write nothing to any tenant; RESETLAB_READ_ONLY=1 says the same')
    .option('--activity <file>', 'save every Graph and sign-in request of the command, as .json or .csv', someName)
  const command = (name: string, text: string): Command => program.command(name).description(text)
  const inPractice = (name: string, text: string): Command =>
    command(name, text).option('--practice <url>', 'use a running practice tenant instead of the embedded one')
  const bench: Workbench = {
    end,
    command,
    inTenant: (name, text) => addRealTenantOptions(inPractice(name, text)),
    inPractice,
    common: () => {
      const { json, home, readOnly, activity: activityFile } = program.opts<CommonOptions>()
      const isReadOnly = readOnly === true || isHeldReadOnly()
      return { output: createOutput(json === true), home: resolveHome(home), isReadOnly, activityFile }
    },
    perform: async (options, work) => {
      const { output, home, isReadOnly, activityFile } = bench.common()
      try {
        const workspace = openWorkspace(home, appRoot, isReadOnly)
        const asked = { workspace, name: program.args[0] ?? null, activityFile }
        const result = await withActivity(asked, () => work(workspace, options, output))
        output.result(result)
        end(result.exitCode)
      } catch (error) {
        output.failure(aboutFolder(error, home))
        end(1)
      }
    },
  }
  addTenantCommands(bench)
  addRegistrationCommand(bench)
  addGuardCommands(bench)
  addFileCommands(bench)
  return program
}

function addTenantCommands({ inTenant, inPractice, perform }: Workbench): void {
  inTenant('plan <lab>', 'show and keep what would happen (exit 0: nothing to do, 2: changes, 1: error)').action(
    (lab: string, options: TenantCommandOptions) =>
      perform(options, (workspace) => planCommand(workspace, lab, options)),
  )
  confirmable(inTenant('apply [lab]', 'carry a plan out (exit 0: every automatic action is done)'))
    .option('--yes', 'make the plan and apply it; without it, only show it')
    .option('--plan <id>', 'apply exactly this plan, as plan showed it', someName)
    .action((lab: string | undefined, options: TenantCommandOptions & GuardOptions & { readonly plan?: string }) =>
      perform(options, (workspace) => applyCommand(workspace, lab, options)),
    )
  inTenant(
    'verify <lab>',
    'ask whether the lab is set up, the portal step included (exit 0: proven, 2: waiting, 1: not so)',
  ).action((lab: string, options: TenantCommandOptions) =>
    perform(options, (workspace) => verifyCommand(workspace, lab, options)),
  )
  confirmable(
    inTenant('resume <run>', 'go on with an interrupted run, or try its failed rows again; <run> is an id or "last"'),
  ).action((run: string, options: TenantCommandOptions & GuardOptions) =>
    perform(options, (workspace) => resumeCommand(workspace, run, options)),
  )
  inTenant(
    'undo <run>',
    'take away what a run made and compare the tenant with what it was; <run> is an id or "last" (exit 0: undone and as before, 2: undone, but not proven to be as before, 1: not undone)',
  )
    .option('--yes', 'undo; without it, only show what would be done')
    .action((run: string, options: TenantCommandOptions) =>
      perform(options, (workspace) => undoCommand(workspace, run, options)),
    )
  inPractice('rehearse <lab>', 'play the whole lab on the practice tenant and seal the evidence')
    .option('--patience <seconds>', 'how long one step may wait for its witnesses', wholeSeconds, 120)
    .option('--all-tests', 'also play what must be refused and the lab leaves out: administrator, codes, weak password')
    .action((lab: string, options: TenantCommandOptions & { patience: number; allTests?: boolean }) =>
      perform(options, (workspace, _options, output) =>
        rehearseCommand(workspace, lab, options, (line) => {
          output.message(line)
        }),
      ),
    )
}

/** What a tenant that does not look like a lab asks for before the first write. */
const confirmable = (command: Command): Command =>
  command
    .option('--confirm-domain <domain>', 'the initial domain of the tenant you mean, where it is in doubt', someName)
    .option('--production-reason <text>', 'why a tenant that looks like production is written to; kept in the journal')

function addGuardCommands({ inTenant, command, perform }: Workbench): void {
  inTenant(
    'guard',
    'show whether the tenant looks like a lab (exit 0: like a lab, 2: doubtful, 1: like production)',
  ).action((options: TenantCommandOptions) => perform(options, (workspace) => guardCommand(workspace, options)))
  inTenant('marked', 'list users and groups in the tenant that bear the mark of a run').action(
    (options: TenantCommandOptions) => perform(options, (workspace) => markedCommand(workspace, options)),
  )
  const onOff = (flags: string, text: string): Option => new Option(flags, text).choices(['on', 'off'])
  const isOn = (choice: string | undefined): boolean | undefined => (choice === undefined ? undefined : choice === 'on')
  command('settings', 'show the settings of this folder, or change them')
    .addOption(onOff('--writes <choice>', 'off: nothing is written to any tenant (read-only mode)'))
    .addOption(onOff('--production <choice>', 'whether a tenant that looks like production may be written to at all'))
    .action(({ writes, production }: { writes?: string; production?: string }) => {
      const mayWrite = isOn(writes)
      const isReadOnly = mayWrite === undefined ? undefined : !mayWrite
      const change = { isReadOnly, mayWriteToProduction: isOn(production) }
      return perform({}, (workspace) => settingsCommand(workspace, change))
    })
}

const registrationCommands = {
  plan: planRegistrationCommand,
  create: createRegistrationCommand,
  remove: removeRegistrationCommand,
} as const

function addRegistrationCommand({ inTenant, perform }: Workbench): void {
  const whats = ['plan', 'create', 'remove'] as const
  confirmable(inTenant('app-registration', 'an app registration of the tenant’s own: plan it, create it, or remove it'))
    .addArgument(new Argument('<what>').choices(whats))
    .option('--yes', 'create or remove it; without it, only show what would be done')
    .action((what: (typeof whats)[number], options: TenantCommandOptions & GuardOptions) =>
      perform(options, (workspace) => registrationCommands[what](workspace, options)),
    )
}

function addFileCommands({ command, common, perform, end }: Workbench): void {
  command('labs', 'list the labs that ship with ResetLab').action(() =>
    perform({}, (workspace) => labsCommand(workspace)),
  )
  command('runs', 'list the runs on this computer, newest first').action(() =>
    perform({}, (workspace) => runsCommand(workspace)),
  )
  command('run <run>', 'show the rows of a run, also of a damaged one; <run> is an id or "last"')
    .option('--out <file>', 'save its journal and plan as they are, in a new zip file', someName)
    .action((run: string, options: { out?: string }) =>
      perform(options, (workspace) => showRunCommand(workspace, run, options.out)),
    )
  command('report <file>', 'turn an evidence file into a report')
    .addOption(
      new Option('--format <format>', 'the kind of report; else as the name of the file says').choices(reportFormats),
    )
    .requiredOption('--out <file>', 'where to write it', someName)
    .action((file: string, options: ReportOptions) => perform(options, () => reportCommand(file, options)))
  command('check <file>', 'check an evidence file (exit 0: intact and as asked, 1: not so, 2: unreadable)')
    .option('--class-code <code>', 'say whether it was sealed for this class', someName)
    .option('--sealed-by <installation>', 'say whether this installation sealed it', someName)
    .action((file: string, options: CheckOptions) => perform(options, () => checkCommand(file, options)))
  const practice = command(
    'practice',
    'serve the practice tenant alone; the first line on stdout is JSON with its addresses',
  )
  addPracticeOptions(practice)
    .option('--port <port>', 'the port to listen on', portNumber, 0)
    .action(async (options: PracticeCommandOptions & { port: number }) => {
      const { home, output } = common()
      end(await servePractice(home, options.port, practiceWishes(options), output))
    })
}

/** An empty name is a variable that was never set: it must not stand for the usual place. */
function someName(text: string): string {
  if (text === '') throw new InvalidArgumentError('It is empty.')
  return text
}

function portNumber(text: string): number {
  const port = Number(text)
  if (!/^\d+$/.test(text) || port > 65_535) throw new InvalidArgumentError('A port is 0 to 65535.')
  return port
}

/** A day. Node's timers hold some 24 days and ring at once beyond that. */
const longestPatience = 86_400

function wholeSeconds(text: string): number {
  const seconds = Number(text)
  if (!/^\d+$/.test(text) || seconds < 1 || seconds > longestPatience)
    throw new InvalidArgumentError(`A whole number of seconds, from 1 to ${String(longestPatience)}.`)
  return seconds
}
