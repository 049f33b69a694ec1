import { shallowRef } from 'vue'

import { type ActivityWords, activityWords, whyText as whyTextIn } from '@contract/activity-words'
import type { Why } from '@contract/activity'
import type { Failure } from '@contract/failure'
import { failureText as failureTextIn, type FailureTexts, failureTexts } from '@contract/failure-text'
import { type CallName, callNames } from '@contract/names'
import { type Notice, type NoticeId, notices } from '@contract/notices'
import { sourceWord as sourceWordIn, type SourceWords, sourceWords } from '@contract/open-recording'
import { onlyActiveRoles, type PermissionStep, permissionSteps, type StepText } from '@contract/permissions'
import type { PersonProblem } from '@contract/people'
import { personText, type PersonTexts, personTexts } from '@contract/person-texts'
import { type PrerequisiteTexts, prerequisiteTexts } from '@contract/prerequisite'
import { type ChoiceProblems, choiceProblems } from '@contract/sign-in'
import { said } from './sentences'

/** Texts the window shows but does not own: what the main process and the command line say in English. */
export interface ContractTexts {
  readonly failures: FailureTexts
  readonly activity: ActivityWords
  readonly notices: Readonly<Record<NoticeId, Notice>>
  readonly sources: SourceWords
  readonly onlyActiveRoles: string
  readonly permissionSteps: Readonly<Record<PermissionStep, StepText>>
  readonly prerequisites: PrerequisiteTexts
  readonly choiceProblems: ChoiceProblems
  readonly people: PersonTexts
}

export const englishContractTexts: ContractTexts = {
  failures: failureTexts,
  activity: activityWords,
  notices,
  sources: sourceWords,
  onlyActiveRoles,
  permissionSteps,
  prerequisites: prerequisiteTexts,
  choiceProblems,
  people: personTexts,
}

const inUse = shallowRef(englishContractTexts)

/** In the language in use; reactive. */
export const contractTexts = (): ContractTexts => inUse.value

/** For `setLanguage`, which changes everything else at the same moment. */
export function setContractTexts(texts: ContractTexts): void {
  inUse.value = texts
}

/** What a failure is filled with that is a sentence of ours; the rest are names, which stay as they are. */
export const sentenceParams: readonly string[] = ['why', 'what', 'reason', 'obstacles', 'message', 'cloud']

export function failureText(failure: Failure): string {
  const params = Object.entries(failure.params ?? {}).map(([name, value]) => [
    name,
    sentenceParams.includes(name) ? said(value) : value,
  ])
  return failureTextIn(
    { ...failure, params: Object.fromEntries(params) as Record<string, string> },
    inUse.value.failures,
  )
}

export const whyText = ({ call, detail }: Why): string =>
  whyTextIn({ call, detail: detail === null ? null : said(detail) }, inUse.value.activity)

/** The calls whose work is called so in the language in use; undefined in English, which the main process reads itself. */
export function callsCalled(text: string): CallName[] | undefined {
  const wanted = text.trim().toLowerCase()
  if (inUse.value === englishContractTexts || wanted === '') return undefined
  return callNames.filter((call) => whyText({ call, detail: null }).toLowerCase().includes(wanted))
}

export const sourceWord = (source: string): string => sourceWordIn(source, inUse.value.sources)

/** What is wrong with a person of a list. */
export const personProblemText = (problem: PersonProblem): string =>
  problem.said === undefined ? said(problem.text) : personText(problem.said, inUse.value.people)

/** What the schema of a tenant’s choice says of it, which is English; another sentence stays as it is. */
export function choiceProblem(said: string): string {
  const known = (Object.keys(choiceProblems) as (keyof ChoiceProblems)[]).find((key) => choiceProblems[key] === said)
  return known === undefined ? said : inUse.value.choiceProblems[known]
}
