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
import labs from '../../resources/messages/de/labs.json'
import evidence from '../../resources/messages/de/evidence.json'
import failures from '../../resources/messages/de/failures.json'
import activity from '../../resources/messages/de/activity.json'
import checklistSentences from '../../resources/messages/de/sentences/checklist.json'
import planSentences from '../../resources/messages/de/sentences/plan.json'
import tenantSentences from '../../resources/messages/de/sentences/tenant.json'
import { contractSentences } from './contract-sentences'
import { type ContractTexts, englishContractTexts } from './contract-texts'
import { sentenceReader, type SentenceTexts } from './sentence-reader'

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

/** Titles and summaries of the labs that come with ResetLab, by their English. */
export const germanLabs: SentenceTexts = labs

/** With the texts of the contract: failures, notices and titles stand in sentences too. */
export const everyGermanSentence: SentenceTexts = {
  ...contractSentences(englishContractTexts, germanContractTexts),
  ...germanSentences,
}

/** Reads the main process’s sentences in German; `sayDay` writes a day. */
export const germanReader = (sayDay: (day: Date) => string): ((english: string) => string) =>
  sentenceReader(everyGermanSentence, [', ', ' und ', ' oder '], sayDay)
