import settings from '../../resources/messages/en/settings.json'
import overview from '../../resources/messages/en/overview.json'
import setup from '../../resources/messages/en/setup.json'
import people from '../../resources/messages/en/people.json'
import plan from '../../resources/messages/en/plan.json'
import run from '../../resources/messages/en/run.json'
import guard from '../../resources/messages/en/guard.json'
import registration from '../../resources/messages/en/registration.json'
import checklist from '../../resources/messages/en/checklist.json'
import evidence from '../../resources/messages/en/evidence.json'
import activity from '../../resources/messages/en/activity.json'
import { enStart } from './en-start'

/** Every text of the window, by room. The keys are the ones `t` knows. Loaded with the first room that is entered. */
export const en = {
  ...enStart,
  settings,
  overview,
  setup,
  people,
  plan,
  run,
  guard,
  registration,
  checklist,
  evidence,
  activity,
}
