import { type FailureTexts, failureTexts } from '@contract/failure-text'

import type { SentenceTexts } from './sentences'

/** What a failure is filled with that is a sentence or words of ours; the rest are names, which stay as they are. */
const sentenceParams: readonly string[] = ['why', 'what', 'reason', 'obstacles', 'message', 'cloud']

/**
 * What became of a failure in a journal, a verdict or a finding: there it is an English sentence, no longer a code. The texts
 * are those of the failures themselves, in English and in another language, with numbers for the names in them.
 */
export function failureSentences({ codes, kinds }: FailureTexts): SentenceTexts {
  const pairs = [...pairsOf(failureTexts.codes, codes), ...pairsOf(failureTexts.kinds, kinds)]
  return Object.fromEntries(
    pairs.map(([english, text]) => numbered(english, text)).filter(([english]) => isOwn(english)),
  )
}

const pairsOf = (english: Readonly<Record<string, string>>, other: Readonly<Record<string, string>>) =>
  Object.keys(english).map((key) => [english[key] ?? '', other[key] ?? ''] as const)

/** What is nothing but a value fits everything. */
const isOwn = (template: string): boolean => /\p{L}/u.test(template.replace(/\{\d+\}/g, ''))

function numbered(english: string, text: string): [english: string, text: string] {
  const names = [...english.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)
  const place = (name: string): string => String(names.indexOf(name) + 1)
  return [
    names.reduce((rest, _name, at) => rest.replace(/\{[a-z]\w*\}/i, `{${String(at + 1)}}`), english),
    text.replace(/\{(\w+)\}/g, (_, name: string) => `{${place(name)}${sentenceParams.includes(name) ? '!' : ''}}`),
  ]
}
