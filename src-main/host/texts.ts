import germanFailures from '../../resources/messages/de/failures.json' with { type: 'json' }
import german from '../../resources/messages/de/shell.json' with { type: 'json' }
import english from '../../resources/messages/en/shell.json' with { type: 'json' }
import { failureText as failureTextIn, failureTexts } from '../contract/failure-text.ts'
import type { Failure } from '../contract/failure.ts'
import { fill } from '../contract/fill.ts'
import type { Language } from '../contract/language.ts'

type Paths<T> = { [K in keyof T & string]: T[K] extends string ? K : `${K}.${Paths<T[K]>}` }[keyof T & string]
/** A text of the shell, by its place in `resources/messages/<language>/shell.json`, such as `menu.file`. */
export type ShellText = Paths<typeof english>

const failures = { en: failureTexts, de: germanFailures }
const catalogues: Record<Language, typeof english> = { en: english, de: german }
let spoken: Language = 'en'

/** Changes the language of everything that is said from now on. */
export function speak(language: Language): void {
  spoken = language
}

/** The language in use. */
export const language = (): Language => spoken

/** What the main process says to a person by itself, with `{name}` filled in from `values`. */
export function t(key: ShellText, values: Readonly<Record<string, string>> = {}, into: Language = spoken): string {
  const found = key.split('.').reduce<unknown>((tree, part) => Reflect.get(tree as object, part), catalogues[into])
  return fill(String(found), values)
}

export const failureText = (failure: Failure): string => failureTextIn(failure, failures[spoken])
