import type { Why } from './activity.ts'
import type { CallName } from './names.ts'

type Area = CallName extends infer Name ? (Name extends `${infer First}.${string}` ? First : never) : never

/** What a request is for, by the call it was made in; a call that differs from its area stands in `calls`. */
export interface ActivityWords {
  readonly areas: Readonly<Record<Area, string>>
  readonly calls: Readonly<Partial<Record<CallName, string>>>
  /** A request of the command line. */
  readonly command: string
}

const byArea: ActivityWords['areas'] = {
  app: 'Starting the app',
  activity: 'Showing the activity',
  session: 'Signing in',
  practice: 'Starting the practice tenant over',
  lab: 'Reading a lab',
  people: 'Looking for people in the tenant',
  draft: 'Keeping the draft',
  tenant: 'Checking what the lab needs',
  plan: 'Making the plan',
  run: 'Looking at a run',
  guard: 'Looking for signs of production',
  appRegistration: 'Looking at the app registration',
  settings: 'Changing a setting',
  portal: 'Watching for the portal step',
  recording: 'Asking the witnesses of the test',
  companion: 'Opening the companion window',
  evidence: 'Reading evidence',
  window: 'Opening what the app was started with',
  file: 'Saving a file',
  updates: 'Looking for an update',
}

const byCall: ActivityWords['calls'] = {
  'session.permit': 'Asking for a permission',
  'session.switchTo': 'Switching the tenant',
  'session.signOut': 'Signing out',
  'tenant.look': 'Looking at the tenant',
  'run.start': 'Applying the plan',
  'run.resume': 'Going on with a run',
  'run.undoPlan': 'Planning an undo',
  'run.undo': 'Undoing a run',
  'guard.marked': 'Looking for what runs left in the tenant',
  'appRegistration.create': 'Registering the application',
  'appRegistration.resume': 'Going on with the registration',
  'appRegistration.remove': 'Removing the app registration',
}

/** In English, as everything that is kept says it. */
export const activityWords: ActivityWords = { areas: byArea, calls: byCall, command: 'A command' }

/** In plain words: "Applying the plan: Create the group SSPRTesters". */
export function whyText({ call, detail }: Why, { areas, calls, command }: ActivityWords = activityWords): string {
  const [area] = (call?.split('.') ?? []) as Area[]
  const work = call === null ? command : (calls[call] ?? (area === undefined ? call : areas[area]))
  return detail === null ? work : `${work}: ${detail}`
}
