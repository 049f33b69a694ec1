import type { Failure, FailureKind } from './failure.ts'
import { fill } from './fill.ts'
import { signInTexts } from './sign-in-texts.ts'

/** Sentences by code, and by kind for a code without one of its own; `{name}` stands for what the failure’s `params` say. */
export interface FailureTexts {
  readonly codes: Readonly<Record<string, string>>
  readonly kinds: Readonly<Record<FailureKind, string>>
}

const byKind: FailureTexts['kinds'] = {
  cancelled: 'Cancelled.',
  'invalid-input': 'Something that was entered does not fit.',
  'sign-in-required': 'You are signed out. Sign in and try again.',
  'consent-required': 'An administrator must first consent to what this needs.',
  forbidden: 'The signed-in account may not do this.',
  'not-found': 'It is not there (any more).',
  conflict: 'Something of that name is already there.',
  throttled: 'The service asks us to wait. Try again in a moment.',
  unreachable: 'The service did not answer. Try again.',
  unsettled: 'The answer to a change never came. Look first, then carry on.',
  drifted: 'The tenant changed since the plan was made. Make the plan again.',
  damaged: 'A file on this computer could not be read. It was kept aside.',
  'in-use': 'Another ResetLab is already using this folder.',
  bug: 'Something went wrong inside ResetLab.',
}

const byCode: FailureTexts['codes'] = {
  'lab.invalid': 'The lab file {file} has mistakes.',
  'lab.unknown': 'There is no lab called {id}. Known labs: {known}.',
  'lab.no-file': 'There is no file {file}.',
  'people.unreadable': 'The file {file} cannot be read as a list of people: {why}.',
  'run.no-such-row': 'This run has no such row. Look at the run again.',
  'run.needs-earlier': '{name} is not there, because an earlier row did not succeed.',
  'run.done-in-part': '{what}',
  'run.questions': 'The plan has open questions. Say first which group is meant: {names}.',
  'undo.licences-under-way':
    'The service is still taking the licences from the members of the group. Undo again in a few minutes.',
  'run.unknown': 'There is no run {run}.',
  'run.other-tenant': 'The run {run} belongs to another tenant.',
  'run.drifted': 'The tenant changed since the plan was made. Nothing was written. Make the plan again.',
  'run.obstacles': 'The plan has obstacles that must be mended first: {obstacles}',
  'run.busy': 'A run is under way. Wait for it, or cancel it.',
  'run.unsaved':
    'The run cannot be saved to {file}: the file is there already, or its folder is not or may not be written.',
  'run.undo-begun':
    'The undo of this run was begun, so it can only be undone further. Make a new plan to apply it again.',
  'plan.unknown': 'That plan is not there. Make it again.',
  'recording.user-missing': 'The user {name} is not in the tenant. Apply the plan first.',
  'recording.group-missing': 'The group {name} is not in the tenant. Apply the plan first.',
  'recording.group-twice': 'More than one group is named {name}, so it is not clear which one is tested. Rename one.',
  'recording.none': 'There is no recording under way.',
  'recording.under-way': 'A recording is under way. Finish or abandon it first.',
  'recording.finished': 'The recording is finished already.',
  'recording.no-step': 'This test has no such step.',
  'recording.no-claim': 'This step has no such claim.',
  'recording.step-not-begun': 'Begin the step before you say what you saw.',
  'recording.no-operator': 'This recording was begun before ResetLab kept who was signed in.',
  'recording.no-run': 'No run of this lab is known on this computer, so it is not known what it made.',
  'recording.nothing-made': 'The users and the group were there before the run, so undoing it does not take them away.',
  'picture.not-one': '{name} is no PNG, JPEG or WebP picture.',
  'picture.too-large': '{name} is larger than 4 MB. Take a picture of the page only, not of the whole screen.',
  'picture.too-many': 'A recording holds at most {most} pictures.',
  'picture.missing': 'The picture is not there any more.',
  'companion.not-here':
    'There is no companion window here. Copy the address, and open it in a private window of your browser.',
  'companion.no-page': 'This step opens no page.',
  'companion.none': 'No companion window is open.',
  'companion.not-blurred': 'The page could not be blurred, so no picture was taken of it.',
  'evidence.missing': 'There is no evidence file {id}.',
  'evidence.unreadable': 'Not an evidence file that can be read: {why}.',
  'evidence.altered': 'The evidence file was altered: {why}.',
  'storage.damaged-line':
    'Line {line} of {file} is damaged. What it said is lost, so nothing is done on the strength of the file.',
  'storage.damaged-snapshot': '{file} is damaged, so the tenant cannot be compared with it.',
  'storage.damaged-plan': '{file} is damaged. Make the plan again.',
  'storage.damaged-draft':
    'The lab you were preparing cannot be read: its file is damaged. It was kept aside as {file}. Choose a lab to begin again.',
  ...signInTexts,
  'practice.port-in-use': 'Port {port} is in use by another program. Choose another one.',
  'practice.unreachable': 'No practice tenant answers at {url}.',
  'practice.foreign':
    'The practice tenant at {url} names addresses that are not on this computer. Nothing was sent there.',
  'practice.only': 'Only a practice tenant can be rehearsed with.',
  'apply.lab-or-plan': 'Name either a lab, or a plan with --plan.',
  'rehearse.apply-failed': 'The plan could not be applied. {what}: {reason}',
  'rehearse.page': 'The rehearsal stopped at the step {step}. {what}',
  'rehearse.user-exists': '{name} is already there with a password nobody knows here. Start the practice tenant over.',
  'file.not-here': 'Only the desktop app saves files itself.',
  'file.unsaved': '{name} could not be saved there: {why}.',
  'file.no-evidence': '{name} cannot be opened: {why}.',
  'file.no-file': '{name} is no file, so it cannot be opened.',
  'update.not-found': 'No update could be looked for: {why}.',
  'update.no-installer': 'No update could be looked for: this ResetLab was not installed by an installer.',
  'update.not-downloaded': 'The update could not be downloaded: {why}. This ResetLab goes on as it is.',
  'update.not-installed': 'The update could not be installed: {why}. This ResetLab starts again as it is.',
  'file.unreadable': 'There is no file {file} that can be read.',
  'file.too-large': '{file} is larger than an evidence file can be.',
  'report.unwritable':
    'The report cannot be written to {file}: its folder is not there or may not be written, or it is a folder.',
  'activity.unwritable': 'The activity cannot be written to {file}: its folder is not there or may not be written.',
  'report.over-evidence': 'The report would overwrite the evidence file {file}. Choose another name.',
  'storage.damaged-key':
    '{file} is damaged, so nothing can be sealed. Put it back from a copy; moving it away makes a new one.',
  'host.port-in-use': 'Port {port} is in use by another program. Choose another one, or leave it out.',
  'home.unusable': 'The folder {home} cannot be used: it cannot be written.',
  'home.in-use': 'Another ResetLab (process {pid}) is already using {home}.',
  'guard.read-only': 'ResetLab is in read-only mode: nothing is written to any tenant. Turn it off in Settings.',
  'guard.unconfirmed': 'Before the first write, say that {domain} is the tenant you mean.',
  'guard.domain': 'What was typed is not the initial domain of this tenant, {domain}. Nothing was written.',
  'guard.reason': 'Name a reason in a sentence: it goes into the journal. Nothing was written.',
  'guard.production':
    '{domain} looks like a tenant that people work in, so nothing was written to it. If it must be, allow it in Settings first.',
  'guard.worse': '{domain} looks more like production than it did a moment ago. Nothing was written. Look again.',
  'guard.stale':
    'This confirmation was for another plan, or for an earlier look at the tenant. Nothing was written. Look again.',
  'registration.busy': 'Another change of the app registration is under way. Wait until it has ended.',
  'registration.exists':
    'ResetLab registered an application in this tenant already. Remove it before you make another one.',
  'registration.in-use':
    'You are signed in through this application. Sign in through Microsoft Graph Command Line Tools, and remove it from there.',
  'graph.application.missing': 'The application {name} is not registered, so it gets no service principal.',
  'graph.refused': 'The service refused: {message}',
  'graph.forbidden': 'The signed-in account may not do this: {message}',
  'graph.role-missing':
    'The signed-in account lacks the directory role for this (Reports Reader or above for reports).',
  'graph.scope-missing': 'The permission for this was not granted to ResetLab.',
  'graph.no-premium': 'The tenant has no Entra ID P1 or P2, so the service does not answer this.',
  'graph.not-offered': 'The service does not offer this: {message}',
  'graph.already-there': 'It is already there: {message}',
  'graph.not-found': 'It is not there (any more), or not everywhere yet: {message}',
  'graph.unexpected-answer': 'The service answered {path} in a way ResetLab does not understand.',
}

/** In English, as the command line and everything that is kept say it. */
export const failureTexts: FailureTexts = { codes: byCode, kinds: byKind }

/** What a person hands on to an administrator or to Microsoft's support; empty where there is nothing to hand on. */
export function failureDetails({ params = {} }: Failure): string[] {
  const { code, correlationId, time, said } = params
  if (correlationId === undefined && said === undefined) return []
  return [
    ...(code === undefined ? [] : [`Code: ${code}`]),
    ...(correlationId === undefined ? [] : [`Correlation id: ${correlationId}`]),
    ...(time === undefined ? [] : [`Time: ${time}`]),
    ...(said === undefined ? [] : [`Microsoft’s own words: ${said}`]),
  ]
}

/** The sentence a person reads: chosen by code, then by kind; `{name}` is filled from `params`. */
export function failureText(failure: Failure, { codes, kinds }: FailureTexts = failureTexts): string {
  return fill(codes[failure.code] ?? kinds[failure.kind], failure.params ?? {})
}
