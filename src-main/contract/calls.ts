import { z } from 'zod'

import { Draft } from './draft.ts'
import { Lab, LabSummary } from './lab.ts'
import type { CallName, EventName } from './names.ts'
import { PeopleFile, PeopleMapping } from './people.ts'
import { InitialPassword, Plan, PlanId, PortalSetting, Run, RunId } from './plan.ts'
import { EvidenceCheck, EvidenceSummary, Recording, RecordingId, StepId, WitnessReport } from './recording.ts'
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

/** Every call the window can make, with what goes in and what comes out. Both are checked at run time. */
export const calls = {
  'app.about': call(
    z.void(),
    z.object({ version: z.string(), host: z.enum(['electron', 'browser']), home: z.string() }),
  ),

  'session.current': call(z.void(), Session),
  /** Starts the practice tenant and begins a sign-in; the answer holds the address of the sign-in page. */
  'session.practise': call(z.void(), Session),
  'session.cancelSignIn': call(z.void(), Session),
  'session.signOut': call(z.void(), Session),
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

  'draft.get': call(z.void(), Draft.nullable()),
  'draft.put': call(Draft, z.void()),

  'tenant.look': call(z.void(), TenantOverview),
  'plan.build': call(z.object({ lab: Lab }), Plan),
  'run.start': call(z.object({ planId: PlanId }), Run),
  /** Goes on with a run that was interrupted or cancelled, or tries its failed rows again; nothing is sent twice. */
  'run.resume': call(z.object({ runId: RunId }), Run),
  'run.current': call(z.void(), Run.nullable()),
  /** Stops an apply or an undo after the rows under way. */
  'run.cancel': call(z.object({ runId: RunId }), z.void()),
  /** Hands over the initial passwords of a run once; afterwards the list is empty. */
  'run.takePasswords': call(z.object({ runId: RunId }), z.array(InitialPassword)),
  /** What undoing the run would do. Reads the journal only; nothing is sent. */
  'run.undoPlan': call(z.object({ runId: RunId }), UndoPlan),
  /** Answers once the undo has begun; the rest comes by `run.changed`. It may be begun again until nothing is left. */
  'run.undo': call(z.object({ runId: RunId }), Run),

  'portal.watch': call(z.object({ lab: Lab }), PortalWatch),
  'portal.current': call(z.void(), PortalWatch.nullable()),
  'portal.stop': call(z.void(), z.void()),

  'recording.start': call(z.object({ lab: Lab }), Recording),
  'recording.current': call(z.void(), Recording.nullable()),
  'recording.openStep': call(z.object({ recordingId: RecordingId, stepId: StepId }), Recording),
  /** Asks the witnesses of one step now, as far as the report quota allows. */
  'recording.look': call(z.object({ recordingId: RecordingId, stepId: StepId }), Recording),
  'recording.finish': call(z.object({ recordingId: RecordingId }), EvidenceSummary),
  /** Ends a recording without an evidence file; its events stay on disk. */
  'recording.abandon': call(z.object({ recordingId: RecordingId }), z.void()),

  'evidence.list': call(z.void(), z.array(EvidenceSummary)),
  'evidence.report': call(z.object({ evidenceId: z.uuid(), format: z.enum(['html']) }), TextFile),
  'evidence.file': call(z.object({ evidenceId: z.uuid() }), z.object({ fileName: z.string(), base64: z.base64() })),
  'evidence.check': call(z.object({ fileName: z.string(), base64: z.base64() }), EvidenceCheck),
} as const satisfies Record<CallName, ReturnType<typeof call>>

/** Every event is a whole snapshot, so a lost one costs nothing. */
export const events = {
  'session.changed': Session,
  'run.changed': Run,
  'portal.changed': PortalWatch.nullable(),
  'recording.changed': Recording.nullable(),
} as const satisfies Record<EventName, z.ZodType>

/** What the caller writes, before parsing. */
export type Ask<K extends CallName> = z.input<(typeof calls)[K]['input']>
/** What the handler receives, after parsing. */
export type Given<K extends CallName> = z.output<(typeof calls)[K]['input']>
export type Answer<K extends CallName> = z.output<(typeof calls)[K]['output']>
export type EventBody<K extends EventName> = z.output<(typeof events)[K]>
