import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

import PDFDocument from 'pdfkit'

/** Inter, in the parts it comes in; each is read when a text needs it. */
const parts = ['latin', 'latin-ext', 'cyrillic', 'cyrillic-ext', 'greek', 'greek-ext', 'vietnamese'] as const
type Part = (typeof parts)[number]
type Weight = 400 | 700

export interface TextStyle {
  readonly size: number
  readonly weight?: Weight
  readonly colour?: string
}

export interface DotRow {
  readonly name: string
  /** `share`: from 0 at the left to 1 at the right. */
  readonly dots: readonly { readonly share: number; readonly colour: string }[]
}

/** Structure types of PDF that we use: what a screen reader is told. */
type Role = 'H1' | 'H2' | 'H3' | 'P' | 'Figure'

const require = createRequire(import.meta.url)
const fontFile = (part: Part, weight: Weight): Buffer =>
  readFileSync(require.resolve(`@fontsource/inter/files/inter-${part}-${String(weight)}-normal.woff`))

/** A4 pages, filled from top to bottom with paragraphs. Every paragraph is tagged. */
export class PdfPages {
  readonly #doc: PDFKit.PDFDocument
  readonly #root: PDFKit.PDFStructureElement
  readonly #known = new Set<string>()
  readonly #partOf = new Map<number, Part | null>()
  #hasStandIns = false

  constructor(title: string, madeAt: Date) {
    this.#doc = new PDFDocument({
      size: 'A4',
      margins: { top: 48, left: 48, right: 48, bottom: 60 },
      pdfVersion: '1.7',
      tagged: true,
      lang: 'en',
      displayTitle: true,
      bufferPages: true,
      info: { Title: title, Creator: 'ResetLab', CreationDate: madeAt },
    })
    this.#root = this.#doc.struct('Document')
    this.#doc.addStructure(this.#root)
  }

  /** One paragraph of pieces that follow each other on the line. `indent` and `gap` (before it) in points. */
  paragraph(role: Role, pieces: readonly (readonly [string, TextStyle])[], { indent = 0, gap = 0 } = {}): void {
    const doc = this.#doc
    this.#mark(role, () => {
      doc.y += gap
      doc.x = doc.page.margins.left + indent
      const runs = pieces.flatMap(([text, style]) => this.#runsOf(text, style))
      const width = doc.page.width - doc.page.margins.left - doc.page.margins.right - indent
      for (const [index, { text, part, style }] of runs.entries()) {
        doc
          .font(this.#font(part, style.weight ?? 400))
          .fontSize(style.size)
          .fillColor(style.colour ?? '#18202c')
        doc.text(text, { width, continued: index < runs.length - 1, lineGap: 1.5 })
      }
    })
  }

  /** A PNG or JPEG, made to fit; false when it cannot be read as one. */
  picture(bytes: Uint8Array, alternative: string): boolean {
    const { margins, width } = this.#doc.page
    let isDrawn = true
    this.#mark(
      'Figure',
      () => {
        this.#doc.x = margins.left
        try {
          this.#doc.image(Buffer.from(bytes), { fit: [width - margins.left - margins.right, 300] })
        } catch {
          // Not a picture after all, whatever it calls itself: the caller has written that it is there.
          isDrawn = false
        }
      },
      alternative,
    )
    return isDrawn
  }

  /** Rows of dots under names, each dot at its share of the width. */
  dotRows(rows: readonly DotRow[], ends: readonly [string, string], alternative: string): void {
    const doc = this.#doc
    const { margins, width: pageWidth } = doc.page
    const [left, right, step] = [margins.left + 60, pageWidth - margins.right - 6, 22]
    this.keepTogether(step * rows.length + 24)
    this.#mark(
      'Figure',
      () => {
        const top = doc.y + 10
        const say = (words: string, x: number, y: number): void => {
          doc.font(this.#font('latin', 400)).fontSize(8).fillColor('#4d5866').text(words, x, y, { lineBreak: false })
        }
        for (const [index, { name, dots }] of rows.entries()) {
          const y = top + index * step + 4
          say(name, margins.left, y - 4)
          doc.lineWidth(0.7).strokeColor('#d9dee5').moveTo(left, y).lineTo(right, y).stroke()
          for (const { share, colour } of dots) doc.circle(left + share * (right - left), y, 3).fill(colour)
        }
        const under = top + rows.length * step
        say(ends[0], left, under)
        say(ends[1], right - doc.widthOfString(ends[1]), under)
        doc.x = margins.left
        doc.y = under + 14
      },
      alternative,
    )
  }

  /** Whether a sign was written as its code point. */
  get hasStandIns(): boolean {
    return this.#hasStandIns
  }

  /** Begins a new page where less than this is left, in points. */
  keepTogether(points: number): void {
    const { height, margins } = this.#doc.page
    if (this.#doc.y + points > height - margins.bottom) this.#doc.addPage()
  }

  nextPage(): void {
    this.#doc.addPage()
  }

  /** The bytes, with a footer and a number on every page. */
  async end(footer: string): Promise<Uint8Array> {
    const doc = this.#doc
    const chunks: Buffer[] = []
    doc.on('data', (chunk: Buffer) => chunks.push(chunk))
    const { start, count } = doc.bufferedPageRange()
    for (let page = start; page < start + count; page += 1) {
      doc.switchToPage(page)
      // Below the margin, where text would begin a new page.
      doc.page.margins.bottom = 0
      doc.markContent('Artifact', { type: 'Pagination' })
      doc.font(this.#font('latin', 400)).fontSize(8).fillColor('#4d5866')
      const known = Array.from(footer).filter((sign) => this.#part(sign) === 'latin')
      const name = known.length > 70 ? `${known.slice(0, 70).join('')}…` : known.join('')
      const words = `page ${String(page - start + 1)} of ${String(count)} · ${name}`
      doc.text(words, 48, doc.page.height - 40, { lineBreak: false })
      doc.endMarkedContent()
    }
    this.#root.end()
    const ended = new Promise<void>((resolve, reject) => {
      doc.on('end', () => {
        resolve()
      })
      doc.on('error', reject)
    })
    doc.end()
    await ended
    return Buffer.concat(chunks)
  }

  #mark(role: Role, draw: () => void, alternative?: string): void {
    const options = alternative === undefined ? {} : { alt: alternative }
    this.#root.add(this.#doc.struct(role, options, [draw]))
  }

  /** Pieces of one font each; a sign that none of them has is written as its code point. */
  #runsOf(text: string, style: TextStyle): { text: string; part: Part; style: TextStyle }[] {
    const runs: { text: string; part: Part; style: TextStyle }[] = []
    for (const sign of plainBlanks(text)) {
      const found = this.#part(sign)
      const part = found ?? 'latin'
      this.#hasStandIns ||= found === null
      const words = found === null ? `[U+${codePointOf(sign).toString(16).toUpperCase().padStart(4, '0')}]` : sign
      const last = runs.at(-1)
      if (last?.part === part) last.text += words
      else runs.push({ text: words, part, style })
    }
    return runs
  }

  #part(sign: string): Part | null {
    const codePoint = codePointOf(sign)
    const known = this.#partOf.get(codePoint)
    if (known !== undefined) return known
    const found = parts.find((part) => this.#hasSign(part, codePoint)) ?? null
    this.#partOf.set(codePoint, found)
    return found
  }

  #hasSign(part: Part, codePoint: number): boolean {
    this.#doc.font(this.#font(part, 400))
    // Edge: pdfkit knows which signs its font has, but its types do not show the font.
    const { _font: open } = this.#doc as unknown as { _font: { font: { hasGlyphForCodePoint(at: number): boolean } } }
    return open.font.hasGlyphForCodePoint(codePoint)
  }

  #font(part: Part, weight: Weight): string {
    const name = `${part}-${String(weight)}`
    if (!this.#known.has(name)) {
      this.#doc.registerFont(name, fontFile(part, weight))
      this.#known.add(name)
    }
    return name
  }
}

const codePointOf = (sign: string): number => sign.codePointAt(0) ?? 0
/** Line breaks and control signs would break the tagging; a paragraph is one run of words. */
// eslint-disable-next-line no-control-regex -- they are what is looked for
const plainBlanks = (text: string): string => text.replace(/[\s\u0000-\u001f\u007f-\u009f]+/g, ' ')
