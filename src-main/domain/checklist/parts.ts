import type { ClaimState, InstructionPart, StepId, StepState } from '../../contract/recording.ts'
import { type Question, waitingReport } from '../witnesses.ts'

/** What the steps of a checklist are put together from. */

/** A line of an instruction: plain words, with parts that are bold, to be copied or to be opened among them. */
export function line(words: TemplateStringsArray, ...values: (InstructionPart | string)[]): InstructionPart[] {
  const parts: InstructionPart[] = []
  const addText = (text: string): void => {
    const last = parts.at(-1)
    if (last?.type === 'text') parts[parts.length - 1] = { type: 'text', text: last.text + text }
    else if (text !== '') parts.push({ type: 'text', text })
  }
  words.forEach((text, at) => {
    addText(text)
    const value = values[at]
    if (typeof value === 'string') addText(value)
    else if (value) parts.push(value)
  })
  return parts
}

export const strong = (words: string): InstructionPart => ({ type: 'strong', text: words })
export const copy = (words: string): InstructionPart => ({ type: 'copy', text: words })
/** A link to be opened in a private window, where the operator's own session does not get in the way. */
export const open = (words: string, url: string): InstructionPart => ({
  type: 'open',
  text: words,
  url,
  privately: true,
})

export function claim(question: Question, sentence: string): ClaimState {
  return { claimId: question, claim: sentence, verdict: 'waiting', witness: waitingReport(question) }
}

type StepText = Pick<StepState, 'instructions' | 'expect' | 'help' | 'claims' | 'where' | 'troubles'>

export function step(stepId: StepId, title: string, actor: StepState['actor'], rest: StepText): StepState {
  return { stepId, title, actor, begunAt: null, ...rest }
}

export const privately = (who: string): string => `In a private window, as ${who}`
