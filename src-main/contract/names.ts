/** Kept apart from the schemas so that preload stays a kilobyte and never loads zod. */
export const callNames = [
  'app.about',
  'session.current',
  'session.practise',
  'session.cancelSignIn',
  'session.signOut',
  'practice.startOver',
  'lab.list',
  'lab.load',
  'lab.read',
  'lab.write',
  'people.read',
  'draft.get',
  'draft.put',
  'tenant.look',
  'plan.build',
  'run.start',
  'run.resume',
  'run.current',
  'run.cancel',
  'run.takePasswords',
  'run.undoPlan',
  'run.undo',
  'portal.watch',
  'portal.current',
  'portal.stop',
  'recording.start',
  'recording.current',
  'recording.openStep',
  'recording.look',
  'recording.finish',
  'recording.abandon',
  'evidence.list',
  'evidence.report',
  'evidence.file',
  'evidence.check',
] as const

export const eventNames = ['session.changed', 'run.changed', 'portal.changed', 'recording.changed'] as const

export type CallName = (typeof callNames)[number]
export type EventName = (typeof eventNames)[number]

/** The ipc channel of a call or an event. */
export const channel = (name: CallName | EventName): string => `resetlab:${name}`
