import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

import { describe, expect, it } from 'vitest'

import { de } from '../../../../src-renderer/i18n/de.ts'
import { en } from '../../../../src-renderer/i18n/en.ts'
import { enStart } from '../../../../src-renderer/i18n/en-start.ts'

type Texts = Map<string, string>

function flat(tree: object, prefix = ''): Texts {
  const found: Texts = new Map()
  for (const [key, value] of Object.entries(tree) as [string, unknown][]) {
    const path = `${prefix}${key}`
    if (typeof value === 'string') found.set(path, value)
    else for (const [inner, text] of flat(value as object, `${path}.`)) found.set(inner, text)
  }
  return found
}

const english = flat(en)
const german = flat(de)

/** Names in braces; `{'@'}` is how the format spells a sign of its own. */
const placeholders = (text: string): string[] =>
  [...new Set([...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? ''))].sort()

const sources = readdirSync('src-renderer', { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.(ts|vue)$/.test(name) && !name.includes('node_modules'))
  .map((name) => readFileSync(join('src-renderer', name), 'utf8'))
  .join('\n')

/** Keys as they stand in the sources: whole, or as the beginning of one that is put together there. */
const literal = (key: string): boolean => sources.includes(`'${key}'`) || sources.includes(`"${key}"`)
const beginning = /\btn?\(\s*`([\w.-]+\.)\$\{/g
const beginnings = [...sources.matchAll(beginning)].map(([, start]) => start ?? '')
const imported = /\b(?:from|import)\s*\(?\s*'(\.[^']+)'/g
/** The rooms come with the texts of all; whatever else the window loads, at once or later, has those of the start alone. */
function outsideRooms(file: string, found = new Map<string, string>()): Map<string, string> {
  if (found.has(file)) return found
  const whole = readFileSync(file, 'utf8')
  const text = whole.replace(/room\(\(\) => import\([^)]*\)\)/g, '')
  found.set(file, whole)
  for (const [, path = ''] of text.matchAll(imported)) {
    const next = join(dirname(file), path.endsWith('.vue') ? path : `${path}.ts`)
    if (!/\.(css|json)\.ts$/.test(next)) outsideRooms(next, found)
  }
  return found
}

const isUsed = (key: string): boolean => literal(key) || beginnings.some((start) => key.startsWith(start))

describe('the catalogue of texts', () => {
  it('has every English text in German, and no other', () => {
    expect([...german.keys()].sort()).toEqual([...english.keys()].sort())
  })

  it('fills the same values into both', () => {
    const uneven = [...english].filter(
      ([key, text]) => placeholders(text).join() !== placeholders(german.get(key) ?? '').join(),
    )
    expect(uneven.map(([key]) => key)).toEqual([])
  })

  it('has no text that is empty, and none that nobody shows', () => {
    expect([...english, ...german].filter(([, text]) => text.trim() === '').map(([key]) => key)).toEqual([])
    expect([...english.keys()].filter((key) => !isUsed(key))).toEqual([])
  })

  it('has every text that is asked for', () => {
    // Whole keys are checked by the compiler as well; the first part of a key is the file of a room.
    const rooms = Object.keys(en).join('|')
    const asked = [...sources.matchAll(new RegExp(`\\b(?:tn?\\(|keypath=)\\s*['"]((?:${rooms})\\.[\\w.-]+)['"]`, 'g'))]
    expect(asked.map(([, key]) => key ?? '').filter((key) => !english.has(key))).toEqual([])
    expect(beginnings.filter((start) => ![...english.keys()].some((key) => key.startsWith(start)))).toEqual([])
  })

  it('has the texts of the start with the start', () => {
    const files = outsideRooms('src-renderer/app/main.ts')
    const [start, form, page] = ['start/StartPage', 'start/TenantForm', 'overview/OverviewPage'].map((name) =>
      files.has(`src-renderer/${name}.vue`),
    )
    expect({ start, form, page }).toEqual({ start: true, form: true, page: false })
    const atStart = flat(enStart)
    const late = [...english.keys()].filter((key) => !atStart.has(key))
    const asksLate = ([, text]: [string, string]): boolean =>
      late.some((key) => text.includes(`'${key}'`)) ||
      [...text.matchAll(beginning)].some(([, begun = '']) => late.some((key) => key.startsWith(begun)))
    expect([...files].filter(asksLate).map(([name]) => name)).toEqual([])
  })
})
