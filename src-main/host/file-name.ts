import { t } from './texts.ts'

/** Longest name that every file system takes, with room for the signs that get longer in UTF-8. */
const longest = 150
/** Not allowed in a name on Windows, nor a good idea elsewhere: separators, wildcards, and what cannot be seen. */
const unfit = /[<>:"/\\|?*\p{Cc}\p{Cf}]/gu
/** Devices, whatever stands behind the dot (Microsoft, "Naming Files, Paths, and Namespaces"). */
const device = /^(con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i

const trimmed = (text: string): string => text.replace(/^[.\s]+|[.\s]+$/g, '')

/** A proposal for a file's name, fit for every system: one name, no path, its ending kept. */
export function fitFileName(asked: string): string {
  const name = trimmed(asked.replace(unfit, '-')).replace(device, '_$1')
  const ending = /(?<=.)\.[a-z0-9]{1,10}$/i.exec(name)?.[0] ?? ''
  const stem = Array.from(name.slice(0, name.length - ending.length)).slice(0, longest - ending.length)
  return `${trimmed(stem.join('')) || 'file'}${ending}`
}

const kinds = ['resetlab', 'html', 'pdf', 'md', 'json', 'csv', 'yaml', 'zip'] as const

/** What a save dialog offers for a name: its own kind first, then everything. */
export function filtersFor(name: string): { name: string; extensions: string[] }[] {
  const ending = /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase()
  const all = { name: t('files.all'), extensions: ['*'] }
  if (ending === undefined) return [all]
  const kind = kinds.find((one) => one === ending)
  return [{ name: kind === undefined ? ending.toUpperCase() : t(`files.${kind}`), extensions: [ending] }, all]
}
