import { shallowRef } from 'vue'

import type { InstructionPart } from '@contract/recording'

import type { SentenceTexts } from './sentence-reader'

const asItIs = (english: string): string => english
const inUse = shallowRef(asItIs)
const labsInUse = shallowRef<SentenceTexts>({})

/** For `setLanguage`, which changes everything else at the same moment; null is English. `labs`: texts of the labs that come with ResetLab. */
export function setSentences(reader: ((english: string) => string) | null, labs: SentenceTexts = {}): void {
  inUse.value = reader ?? asItIs
  labsInUse.value = labs
}

/** The title or summary of a lab: that of one which comes with ResetLab in the language in use, any other as it was written. */
export const labText = (text: string): string => labsInUse.value[text] ?? text

/** A sentence of the main process in the language in use; reactive. What is not known stays English. */
export const said = (english: string): string => inUse.value(english)

/** The same for a line of parts: the plain words are one sentence, in which the others have their place. */
export function saidLine(parts: readonly InstructionPart[]): InstructionPart[] {
  if (inUse.value === asItIs) return [...parts]
  const english = parts.map((part, at) => (part.type === 'text' ? part.text : `\0${String(at)}\0`)).join('')
  return said(english)
    .split('\0')
    .flatMap((piece, at): InstructionPart[] => {
      if (at % 2 === 0) return piece === '' ? [] : [{ type: 'text', text: piece }]
      const part = parts[Number(piece)]
      if (!part) return []
      return [part.type === 'copy' ? part : { ...part, text: said(part.text) }]
    })
}
