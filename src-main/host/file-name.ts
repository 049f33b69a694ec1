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

const kinds: Readonly<Record<string, string>> = {
  resetlab: 'ResetLab evidence',
  html: 'Web page',
  pdf: 'PDF document',
  md: 'Markdown text',
  json: 'JSON data',
  csv: 'Comma-separated values',
  yaml: 'ResetLab lab',
  zip: 'Zip archive',
}

/** What a save dialog offers for a name: its own kind first, then everything. */
export function filtersFor(name: string): { name: string; extensions: string[] }[] {
  const ending = /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase()
  const all = { name: 'All files', extensions: ['*'] }
  return ending === undefined ? [all] : [{ name: kinds[ending] ?? ending.toUpperCase(), extensions: [ending] }, all]
}
