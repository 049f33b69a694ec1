import { said } from '../../src-renderer/i18n/sentences.ts'

/** Words that stand in no German sentence. */
const english = /\b(?:the|of|to|and|is|are|or|not|this|it|you|for|from|by|with|other|everybody|nobody)\b/i

/**
 * Of sentences of the main process those that the language in use leaves in English, or a part of them, each with what it says.
 * `names` are values that are English themselves.
 */
export function leftInEnglish(sentences: readonly string[], names: readonly string[] = []): string[] {
  const without = (text: string): string => names.reduce((rest, name) => rest.replaceAll(name, ''), text)
  return [...new Set(sentences)]
    .map((sentence) => [sentence, said(sentence)] as const)
    .filter(([sentence, text]) => text === sentence || english.test(without(text)))
    .map(([sentence, text]) => `${sentence} → ${text}`)
}
