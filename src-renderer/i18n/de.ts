import app from '../../resources/messages/de/app.json'
import components from '../../resources/messages/de/components.json'
import start from '../../resources/messages/de/start.json'
import settings from '../../resources/messages/de/settings.json'
import overview from '../../resources/messages/de/overview.json'
import setup from '../../resources/messages/de/setup.json'
import people from '../../resources/messages/de/people.json'
import plan from '../../resources/messages/de/plan.json'
import run from '../../resources/messages/de/run.json'
import guard from '../../resources/messages/de/guard.json'
import registration from '../../resources/messages/de/registration.json'
import checklist from '../../resources/messages/de/checklist.json'
import contract from '../../resources/messages/de/contract.json'
import evidence from '../../resources/messages/de/evidence.json'
import failures from '../../resources/messages/de/failures.json'
import activity from '../../resources/messages/de/activity.json'
import checklistSentences from '../../resources/messages/de/sentences/checklist.json'
import planSentences from '../../resources/messages/de/sentences/plan.json'
import tenantSentences from '../../resources/messages/de/sentences/tenant.json'
import type { ContractTexts } from './contract-texts'
import { failureSentences } from './failure-sentences'
import type { SentenceTexts } from './sentences'

/** The same in German; loaded when somebody asks for it. */
export const de = {
  app,
  components,
  start,
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

/** Not read by vue-i18n: braces and bars in them are filled in by the contract itself, or are themselves. */
export const germanContractTexts: ContractTexts = { ...contract, failures }

/** What the main process says, by its English. */
export const germanSentences: SentenceTexts = { ...planSentences, ...checklistSentences, ...tenantSentences }

/** With what is said of a failure, wherever it was kept as a sentence. */
export const everyGermanSentence: SentenceTexts = { ...failureSentences(failures), ...germanSentences }
