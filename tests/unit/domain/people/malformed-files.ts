import { bytesOfText, utf16 } from './read-file.ts'

/** A small generator of numbers below 1 (mulberry32), so that every run sees the same files. */
function numbersFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

interface Dice {
  below(limit: number): number
  oneOf<T>(choices: readonly [T, ...T[]]): T
}

function diceOf(next: () => number): Dice {
  const below = (limit: number): number => Math.floor(next() * limit)
  return { below, oneOf: (choices) => choices[below(choices.length)] ?? choices[0] }
}

const headers = [
  'userName,displayName,usageLocation',
  'version:v1.0\nName [displayName] Required,User name [userPrincipalName] Required,Initial password [passwordProfile] Required',
  'version:v1.0\nEmail address to invite [inviteeEmail] Required,Redirection url [inviteRedirectURL] Required',
  'Kennung;Wer;Wo',
  '',
] as const

/** A file as it should be, of up to 30 people. */
function goodText({ below, oneOf }: Dice): string {
  const header = oneOf(headers)
  const sign = header.includes(';') ? ';' : ','
  const people = Array.from({ length: 1 + below(30) }, (_, index) => {
    const number = String(index)
    const row = header.startsWith('version:v1.0\nName')
      ? [`Löw ${number}`, `low${number}@lab.onmicrosoft.com`, `S3cret-${number}`]
      : [`low${number}`, `"Löw, ""L"" ${number}"`, oneOf(['DE', 'Germany', ''])]
    return row.join(sign)
  })
  return [header, ...people].filter((line) => line !== '').join('\n')
}

const cut = (text: string, at: number, insert: string, drop = 0): string =>
  text.slice(0, at) + insert + text.slice(at + drop)

type Damage = (text: string, dice: Dice) => Uint8Array

/** Ways in which real files are broken. */
const damages: Record<string, Damage> = {
  'a cut quote': (text, { below }) => bytesOfText(cut(text, below(text.length), '"')),
  'many quotes': (text, { below }) =>
    bytesOfText(Array.from({ length: 12 }).reduce<string>((so) => cut(so, below(so.length), '"'), text)),
  'an end in the middle': (text, { below }) => bytesOfText(text.slice(0, below(text.length))),
  'mixed delimiters': (text, { oneOf }) => bytesOfText(text.replace(/[,;]/g, () => oneOf([',', ';', '\t', '|']))),
  'random bytes within': (text, { below }) => {
    const bytes = bytesOfText(text)
    for (let times = 0; times < 8; times += 1) bytes[below(bytes.length)] = below(256)
    return bytes
  },
  'nothing but random bytes': (_text, { below }) => Uint8Array.from({ length: below(3000) }, () => below(256)),
  NULs: (text, { below }) =>
    bytesOfText(Array.from({ length: 5 }).reduce<string>((so) => cut(so, below(so.length), '\0'), text)),
  'a huge cell': (text, { below, oneOf }) =>
    bytesOfText(cut(text, below(text.length), oneOf(['x', 'é ', '"', '\n', ',', '@']).repeat(15_000))),
  'a wrong encoding': (text, { oneOf, below }) =>
    oneOf([
      () => Buffer.from(text, 'latin1'),
      () => utf16(text, 'LE', false).slice(1),
      () => utf16(text, 'BE', true).slice(0, -1 - below(3)),
      () => Buffer.concat([Buffer.from([0xff, 0xfe]), bytesOfText(text)]),
      () => Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(text, 'latin1')]),
    ])(),
  'no headers': (text) => bytesOfText(text.split('\n').slice(2).join('\n')),
  'headers twice': (text) => bytesOfText(`${text}\n${text}`),
  'ragged rows': (text, { below, oneOf }) =>
    bytesOfText(
      text
        .split('\n')
        .map((line) => oneOf([line, `${line}${','.repeat(below(5))}`, `${line},left,over`, line.slice(0, below(9))]))
        .join('\n'),
    ),
  'strange line breaks': (text, { oneOf }) =>
    bytesOfText(text.replace(/\n/g, () => oneOf(['\r', '\r\n', '\n\n', '\u2028', '\v', '\n \n']))),
}

/** The same files for the same seed, each named by what is wrong with it. */
export function malformedFiles(count: number, seed: number): { name: string; bytes: Uint8Array }[] {
  const dice = diceOf(numbersFrom(seed))
  const kinds = Object.entries(damages)
  return Array.from({ length: count }, (_, index) => {
    const [kind, damage] = kinds[index % kinds.length] ?? ['nothing', bytesOfText]
    return { name: `${String(index + 1)}, ${kind}`, bytes: damage(goodText(dice), dice) }
  })
}
