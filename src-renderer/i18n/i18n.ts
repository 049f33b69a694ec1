import type { WritableComputedRef } from 'vue'
import { createI18n } from 'vue-i18n'

import type { Language } from '@contract/language'

import { englishContractTexts, setContractTexts } from './contract-texts'
import type { en } from './en'
import { enStart } from './en-start'
import { setSentences } from './sentences'

type Paths<T> = { [K in keyof T & string]: T[K] extends string ? K : `${K}.${Paths<T[K]>}` }[keyof T & string]
/** A text of the window, such as `setup.title`: the file of its room, and its place there. */
export type TextKey = Paths<typeof en>

export const i18n = createI18n({
  legacy: false,
  locale: 'en',
  fallbackLocale: 'en',
  messages: { en: enStart },
  missingWarn: false,
  fallbackWarn: false,
})

const { global } = i18n
/** Typed by the one catalogue it began with; the others come when they are asked for. */
const locale = global.locale as WritableComputedRef<Language>
const catalogues = global as { setLocaleMessage(language: Language, texts: object): void }

/** The text, with `{name}` filled in from `values`. Reactive: it changes with the language. */
export function t(key: TextKey, values: Record<string, unknown> = {}): string {
  return global.t(key, written(values))
}

/** The text for so many, `one | many`, with `{count}` filled in as a number of the language. */
export function tn(key: TextKey, count: number, values: Record<string, unknown> = {}): string {
  return global.t(key, written({ ...values, count }), { plural: count })
}

/** Numbers as the language writes them. */
const written = (values: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, typeof value === 'number' ? number(value) : value]),
  )

let isWhole = false

/** The texts of every room, which the first screen can do without. */
export async function loadTexts(): Promise<void> {
  const { en } = await import('./en')
  if (!isWhole) catalogues.setLocaleMessage('en', en)
  isWhole = true
}

/** How the language in use writes days, times and numbers. English here is the British one, with its clock of 24 hours. */
export const dateLocale = (): string => (locale.value === 'en' ? 'en-GB' : locale.value)

export const number = (value: number): string => value.toLocaleString(dateLocale())

/** The language in use; reactive. */
export const language = (): Language => locale.value

/** Such as `1. Februar 2027`, by the calendar of UTC, as the main process names days. */
const longDay = (day: Date): string =>
  day.toLocaleDateString(dateLocale(), { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' })

let asked: Language = 'en'

/** Changes the language of everything on the screen, once its texts are there. */
export async function setLanguage(next: Language): Promise<void> {
  asked = next
  if (next === 'de') {
    const { de, germanContractTexts, germanLabs, germanReader } = await import('./de')
    // Another one was asked for while its texts were fetched.
    if (asked !== next) return
    catalogues.setLocaleMessage(next, de)
    setContractTexts(germanContractTexts)
    setSentences(germanReader(longDay), germanLabs)
  } else {
    setContractTexts(englishContractTexts)
    setSentences(null)
  }
  locale.value = next
  document.documentElement.lang = next
}
