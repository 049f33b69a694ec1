import { type ContractTexts, sentenceParams } from './contract-texts'
import type { SentenceTexts } from './sentence-reader'

/** So few letters around values would fit anything. */
const fewest = 12

/**
 * The texts of the contract as sentences to be read back: the main process puts failures, notices and titles into what it says.
 */
export function contractSentences(english: ContractTexts, other: ContractTexts): SentenceTexts {
  const found: Record<string, string> = {}
  const walk = (here: unknown, there: unknown): void => {
    if (typeof here === 'string' && typeof there === 'string') add(here, there)
    else if (isRecord(here) && isRecord(there)) {
      for (const [key, inside] of Object.entries(here)) walk(inside, there[key])
    }
  }
  const add = (text: string, said: string): void => {
    const names = [...text.matchAll(named)].map(([, name = '']) => name)
    if (names.length > 0 && text.replace(named, '').length < fewest) return
    let place = 0
    const template = text.replace(named, () => `{${String((place += 1))}}`)
    found[template] ??= said.replace(
      named,
      (_, name: string) => `{${String(names.indexOf(name) + 1)}${sentenceParams.includes(name) ? '!' : ''}}`,
    )
  }
  walk(english, other)
  return found
}

const named = /\{(\w+)\}/g
const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
