import { globSync, readFileSync } from 'node:fs'

import ts from 'typescript'

/** Rooms of the main process whose words reach the window. The command line speaks English, and Electron’s shell has texts of its own. */
const rooms = ['contract', 'domain', 'engine', 'graph', 'signin', 'storage', 'report', 'host']
const apart = /^src-main\/host\/(cli|rehearse|start|browser|electron(?!\/secret-box))\//
/** Texts that are in a catalogue of their own, by key. */
const tables =
  /^src-main\/contract\/(activity-words|failure-text|notices|permissions|person-texts|prerequisite|sign-in-texts)\.ts$/

const sources = (): string[] =>
  rooms
    .flatMap((room) => globSync(`src-main/${room}/**/*.ts`))
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => !apart.test(file) && !tables.test(file))
    .sort()

/** A text as it stands in the source, with `{1}`, `{2}` … for what is filled in; null for anything else. */
function templateOf(node: ts.Node): string | null {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return node.text
  if (ts.isTemplateExpression(node)) {
    return node.templateSpans.reduce(
      (text, span, at) => `${text}{${String(at + 1)}}${span.literal.text}`,
      node.head.text,
    )
  }
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken) {
    const [left, right] = [templateOf(node.left), templateOf(node.right)]
    if (left === null || right === null) return null
    const before = left.match(/\{\d+\}/g)?.length ?? 0
    return left + right.replace(/\{(\d+)\}/g, (_, place: string) => `{${String(Number(place) + before)}}`)
  }
  return null
}

/** What stands within a text and is none of its parts: what its values are made of. */
function valuesOf(node: ts.Node): ts.Node[] {
  if (ts.isTemplateExpression(node)) return node.templateSpans.map(({ expression }) => expression)
  return ts.isBinaryExpression(node) ? [...valuesOf(node.left), ...valuesOf(node.right)] : []
}

/** Where nothing is said to a person: modules, types, names of fields, and errors that are bugs. */
function isSilent(node: ts.Node): boolean {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node) || ts.isTypeNode(node)) return true
  return ts.isNewExpression(node) && /^(Type|Range)?Error$/.test(node.expression.getText())
}

/** Every text in the rooms above by the files it stands in. */
export function textsInSources(): Map<string, string[]> {
  const found = new Map<string, string[]>()
  for (const file of sources()) {
    const visit = (node: ts.Node): void => {
      if (isSilent(node)) return
      const text = templateOf(node)
      if (text === null) return ts.forEachChild(node, visit)
      found.set(text, [...new Set([...(found.get(text) ?? []), file])])
      valuesOf(node).forEach(visit)
    }
    visit(ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true))
  }
  return found
}

/** Whether it reads like something a person is told: words beside words, or beside a value. */
export const isSentence = (text: string): boolean =>
  /[\p{L}”}’.] [\p{L}{“(]/u.test(text) && /\p{L}{2}/u.test(text.replace(/\{\d+\}/g, ''))
