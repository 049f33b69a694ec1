import { z } from 'zod'

import { ActivityFilter, ActivityFormat, ActivityNews } from './activity.ts'
import { AppRegistration, AppRegistrationPlan } from './app-registration.ts'
import { Companion } from './companion.ts'
import { Draft } from './draft.ts'
import { Confirmation, GuardReading, MarkedInTenant } from './guard.ts'
import { Lab, LabSummary } from './lab.ts'
import type { CallName, EventName } from './names.ts'
import { OpenRecording } from './open-recording.ts'
import { PeopleFile, PeopleMapping } from './people.ts'
import {
  BringPasswords,
  KeptPasswords,
  mostChecked,
  MovedPassword,
  PeopleCheck,
  TenantUserSearch,
} from './people-in-tenant.ts'
import { PermissionStep, StepRoles } from './permissions.ts'
import { InitialPassword, Plan, PlanId, PortalSetting, Run, RunId } from './plan.ts'
import { PrerequisiteId, TenantLine } from './prerequisite.ts'
import { Digest, EvidenceSource } from './evidence.ts'
import { EvidenceCheck, EvidenceSummary, Learner, Recording, RecordingId, StepId, WitnessReport } from './recording.ts'
import { Report, ReportFormat } from './report.ts'
import { OpenedRun, RunChange, RunSummary } from './run.ts'
import { SettingsChange, SettingsInForce } from './settings.ts'
import { SavedFile, UpdateOutcome, Visit } from './shell.ts'
import { RememberedTenant, SignInWay, TenantChoice } from './sign-in.ts'
import { Session, TenantOverview } from './tenant.ts'
import { UndoPlan } from './undo.ts'

const call = <In extends z.ZodType, Out extends z.ZodType>(input: In, output: Out) => ({ input, output })

/** The watch over the one step a person takes in the portal: one witness for a user inside the scope, one for outside. */
export const PortalWatch = z.object({
  settings: z.array(PortalSetting),
  watching: z.boolean(),
  inside: WitnessReport,
  outside: WitnessReport,
})
export type PortalWatch = z.infer<typeof PortalWatch>

const TextFile = z.object({ fileName: z.string(), text: z.string() })

const inStep = { recordingId: RecordingId, stepId: StepId }

/** Every call the window can make, with what goes in and what comes out. Both are checked at run time. */
export const calls = {
  'app.about': call(
    z.void(),
    z.object({ version: z.string(), host: z.enum(['electron', 'browser']), home: z.string() }),
  ),

  /** What is new or different among the requests of this process since a change; 0 for all that is kept. */
  'activity.list': call(z.object({ after: z.int().min(0) }), ActivityNews),
  /** The requests that fit the filter, as a file. */
  'activity.export': call(
    z.object({ filter: ActivityFilter, format: ActivityFormat }),
    z.object({ fileName: z.string(), mediaType: z.string(), base64: z.base64() }),
  ),

  'session.current': call(z.void(), Session),
  /** Starts the practice tenant and begins a sign-in; the answer holds the address of the sign-in page. */
  'session.practise': call(z.void(), Session),
  /**
   * Looks the tenant up, then begins a sign-in; a tenant that is not there rejects with the field. With `userName`, as who
   * is meant, which needs none where they are signed in already.
   */
  'session.signIn': call(
    z.object({ choice: TenantChoice, way: SignInWay, userName: z.string().max(320).optional() }),
    Session,
  ),
  /** Asks for what a step needs and was not granted yet: silently where that is possible, else by a person. */
  'session.permit': call(z.object({ step: PermissionStep, way: SignInWay }), Session),
  /** Signs the same person in again, for what they are already signed in to. */
  'session.signInAgain': call(z.object({ way: SignInWay }), Session),
  /** What waits for the person to sign in again goes on without: it stops, and can be resumed later. */
  'session.giveUp': call(z.void(), Session),
  /** Works on another target that is signed in; what is under way stops, and can be resumed there. */
  'session.switchTo': call(z.object({ tenantId: z.guid(), operatorId: z.guid() }), Session),
  'session.cancelSignIn': call(z.void(), Session),
  /** Ends the sign-in to the target, and drops what was kept of it on this computer. */
  'session.signOut': call(z.void(), Session),
  /** Which of the least directory roles of each step the operator holds, read afresh. */
  'session.roles': call(z.void(), z.array(StepRoles)),
  /** Tenants signed in to before, newest first. */
  'session.remembered': call(z.void(), z.array(RememberedTenant)),
  'session.forget': call(z.object({ choice: TenantChoice }), z.array(RememberedTenant)),
  /** Empties the practice tenant and signs out. The damaged or old state is not kept. */
  'practice.startOver': call(z.void(), Session),

  'lab.list': call(z.void(), z.array(LabSummary)),
  'lab.load': call(z.object({ id: z.string() }), Lab),
  /** Reads a YAML text; wrong fields come back as `invalid-input` with `problems` (line, field, reason). */
  'lab.read': call(TextFile, Lab),
  'lab.write': call(z.object({ lab: Lab }), TextFile),

  /** Reads a CSV file of people; what is wrong comes back at its row and cell. Without a mapping, the headers decide. */
  'people.read': call(
    z.object({ fileName: z.string(), base64: z.base64(), mapping: PeopleMapping.optional() }),
    PeopleFile,
  ),
  /** Users whose names begin with the text. A newer search ends the one before, which answers `cancelled`. */
  'people.search': call(z.object({ text: z.string().max(256) }), TenantUserSearch),
  /** Which of these user principal names are taken in the tenant, or lie in its recycle bin. */
  'people.check': call(z.object({ names: z.array(z.string().max(320)).max(mostChecked) }), PeopleCheck),
  /** Keeps passwords of a file in memory for the people taken over, until a run makes them. None of them comes back. */
  'people.bringPasswords': call(BringPasswords, KeptPasswords),
  /** User principal names whose initial password waits in memory. */
  'people.brought': call(z.void(), z.array(z.string())),
  /** A person got another user principal name, and their password goes along; with null they went, and it is dropped. */
  'people.movePassword': call(
    z.object({ from: z.string().max(320), to: z.string().max(320).nullable() }),
    MovedPassword,
  ),
  /** Drops the passwords of a file that were not taken over. */
  'people.forget': call(z.object({ readingId: z.uuid() }), z.void()),

  'draft.get': call(z.void(), Draft.nullable()),
  'draft.put': call(Draft, z.void()),

  'tenant.look': call(z.void(), TenantOverview),
  /** Looks at lines of the Tenant step, for the lab being edited. Answers at once; each line comes by `tenant.checked`. */
  'tenant.check': call(z.object({ ids: z.array(PrerequisiteId).min(1), lab: Lab }), z.void()),
  'tenant.lines': call(z.void(), z.array(TenantLine)),
  /** Waits for no line any more: what was found stays, and what is still being read is dropped when it comes. */
  'tenant.stop': call(z.void(), z.void()),
  /** Reads the tenant and makes a plan; how far it is comes by `plan.progress`. One at a time: another one stops it. */
  'plan.build': call(z.object({ lab: Lab }), Plan),
  /** Stops what is being read for a plan, if anything is: its call fails as `cancelled`. */
  'plan.stop': call(z.void(), z.void()),
  'run.start': call(z.object({ planId: PlanId, confirmation: Confirmation.optional() }), Run),
  /**
   * Goes on with a run that was paused, interrupted or cancelled, or tries its failed rows again; nothing is sent twice. An
   * undo that was paused goes on, too. With `actionIds` it goes on with those rows alone.
   */
  'run.resume': call(
    z.object({
      runId: RunId,
      confirmation: Confirmation.optional(),
      actionIds: z.array(z.string().max(1000)).min(1).max(50_000).optional(),
    }),
    Run,
  ),
  'run.current': call(z.void(), Run.nullable()),
  /** Every run in this tenant, newest first, and damaged ones of which the tenant is not known. */
  'run.list': call(z.void(), z.array(RunSummary)),
  'run.open': call(z.object({ runId: RunId }), OpenedRun),
  /** A zip of what lies on the disk of a run: journal, plan, and the tenant before. No secret is in any of them. */
  'run.export': call(z.object({ runId: RunId }), z.object({ fileName: z.string(), base64: z.base64() })),
  /** Holds an apply or an undo up after the rows under way; it waits in this process until it is resumed or cancelled. */
  'run.pause': call(z.object({ runId: RunId }), z.void()),
  /** Stops an apply or an undo after the rows under way. */
  'run.cancel': call(z.object({ runId: RunId }), z.void()),
  /** Hands over the initial passwords of a run once; afterwards the list is empty. */
  'run.takePasswords': call(z.object({ runId: RunId }), z.array(InitialPassword)),
  /** What undoing the run would do. Reads the journal only; nothing is sent. */
  'run.undoPlan': call(z.object({ runId: RunId }), UndoPlan),
  /** Answers once the undo has begun; the rest comes by `run.changed`. It may be begun again until nothing is left. */
  'run.undo': call(z.object({ runId: RunId }), Run),

  /** Looks for signs of production; null in a practice tenant, where nothing is asked. */
  'guard.look': call(z.object({ planId: PlanId }), GuardReading.nullable()),
  /** What earlier runs made and nobody took away, from an index: fresh things may be missing. */
  'guard.marked': call(z.void(), MarkedInTenant),
  /** What a run here registered in this tenant and nobody took away; null when there is none. */
  'appRegistration.current': call(z.void(), AppRegistration.nullable()),
  'appRegistration.plan': call(z.void(), AppRegistrationPlan),
  /** Carries the plan out and answers at its end, however it ended. */
  'appRegistration.create': call(z.object({ planId: PlanId, confirmation: Confirmation.optional() }), AppRegistration),
  /** Looks what became of open rows and tries the failed ones again. */
  'appRegistration.resume': call(z.object({ runId: RunId, confirmation: Confirmation.optional() }), AppRegistration),
  'appRegistration.undoPlan': call(z.object({ runId: RunId }), UndoPlan),
  /** Takes it away, out of the recycle bin too, and answers at the end. */
  'appRegistration.remove': call(z.object({ runId: RunId }), AppRegistration),
  'settings.get': call(z.void(), SettingsInForce),
  'settings.change': call(SettingsChange, SettingsInForce),

  /** Where the window was asked to go from outside; asked once, then forgotten. */
  'window.takeVisit': call(z.void(), Visit.nullable()),
  /** Asks the person where, and saves there. Rejects with `file.not-here` in a browser, which saves files itself. */
  'file.save': call(z.object({ fileName: z.string().min(1).max(300), base64: z.base64() }), SavedFile),
  /** Looks for a newer ResetLab, and asks before each thing it does about it. */
  'updates.look': call(z.void(), UpdateOutcome),

  'portal.watch': call(z.object({ lab: Lab }), PortalWatch),
  'portal.current': call(z.void(), PortalWatch.nullable()),
  'portal.stop': call(z.void(), z.void()),

  'recording.start': call(z.object({ lab: Lab, learner: Learner.optional() }), Recording),
  'recording.current': call(z.void(), Recording.nullable()),
  /** Every recording of this tenant that is open, newest first; all of them are watched. */
  'recording.list': call(z.void(), z.array(OpenRecording)),
  /** Brings an open recording to the front; the one before stays open. */
  'recording.show': call(z.object({ recordingId: RecordingId }), Recording),
  /** Takes the recording from the front and goes on watching it, so that late witnesses can be waited for. */
  'recording.leave': call(z.object({ recordingId: RecordingId }), z.void()),
  'recording.openStep': call(z.object({ recordingId: RecordingId, stepId: StepId }), Recording),
  /** Begins a step anew, also a skipped one: what was seen of it counts no more. */
  'recording.repeatStep': call(z.object(inStep), Recording),
  'recording.skipStep': call(z.object({ ...inStep, reason: z.string().trim().min(1).max(500) }), Recording),
  /** Codes, phone numbers and the like are taken out before the note is written down. */
  'recording.note': call(z.object({ ...inStep, text: z.string().trim().min(1).max(2000) }), Recording),
  /** A person's word for a claim: "I saw this". */
  'recording.attest': call(
    z.object({ ...inStep, claimId: z.string().max(100), text: z.string().trim().max(500) }),
    Recording,
  ),
  'recording.attach': call(
    z.object({ ...inStep, name: z.string().trim().min(1).max(200), base64: z.base64() }),
    Recording,
  ),
  /** A picture that was put beside a step. */
  'recording.picture': call(
    z.object({ recordingId: RecordingId, sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
    z.object({ base64: z.base64() }),
  ),
  /** Asks the witnesses of one step now, as far as the report quota allows. */
  'recording.look': call(z.object({ recordingId: RecordingId, stepId: StepId }), Recording),
  'recording.finish': call(z.object({ recordingId: RecordingId }), EvidenceSummary),
  /** Ends a recording without an evidence file; its events stay on disk. */
  'recording.abandon': call(z.object({ recordingId: RecordingId }), z.void()),

  /** Opens the first page of a step in the companion window of who acts; `companion.not-here` where there is none. */
  'companion.open': call(z.object(inStep), Companion),
  'companion.current': call(z.void(), Companion.nullable()),
  /** Puts a picture of its page beside the step, codes and numbers blurred. */
  'companion.photograph': call(z.void(), z.void()),

  'evidence.list': call(z.void(), z.array(EvidenceSummary)),
  /** The report as data, for the viewer. Rejects with `damaged` when the file cannot be opened, as the two below. */
  'evidence.open': call(EvidenceSource, Report),
  'evidence.report': call(
    z.intersection(EvidenceSource, z.object({ format: ReportFormat })),
    z.object({ fileName: z.string(), mediaType: z.string(), base64: z.base64() }),
  ),
  /** The bytes of a picture in an evidence file, by their digest; `picture.missing` where it is not in it. */
  'evidence.picture': call(
    z.intersection(EvidenceSource, z.object({ sha256: Digest })),
    z.object({ base64: z.base64() }),
  ),
  'evidence.file': call(z.object({ evidenceId: z.uuid() }), z.object({ fileName: z.string(), base64: z.base64() })),
  /** With a class code it says, too, whether the file was sealed for that class. */
  'evidence.check': call(
    z.object({ fileName: z.string(), base64: z.base64(), classCode: z.string().max(120).optional() }),
    EvidenceCheck,
  ),
} as const satisfies Record<CallName, ReturnType<typeof call>>

/** Every event is a whole snapshot, or counted so that a lost one is noticed and asked for: losing one costs nothing. */
export const events = {
  'session.changed': Session,
  /** Users of the lab looked at, for the plan being made. */
  'plan.progress': z.object({ done: z.int(), of: z.int() }),
  'run.changed': RunChange,
  'tenant.checked': z.array(TenantLine),
  'portal.changed': PortalWatch.nullable(),
  'recording.changed': Recording.nullable(),
  'companion.changed': Companion.nullable(),
  'recordings.changed': z.array(OpenRecording),
  'settings.changed': SettingsInForce,
  /** A visit waits to be taken. */
  'window.visited': z.null(),
  /** There is news among the requests, up to this change; whoever shows them asks for it. */
  'activity.changed': z.object({ change: z.int() }),
} as const satisfies Record<EventName, z.ZodType>

/** What the caller writes, before parsing. */
export type Ask<K extends CallName> = z.input<(typeof calls)[K]['input']>
/** What the handler receives, after parsing. */
export type Given<K extends CallName> = z.output<(typeof calls)[K]['input']>
export type Answer<K extends CallName> = z.output<(typeof calls)[K]['output']>
export type EventBody<K extends EventName> = z.output<(typeof events)[K]>
