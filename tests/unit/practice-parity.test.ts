import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { describe, expect, test } from 'vitest'

import { allOperations } from '../../src-main/practice/graph/route-table.ts'

const root = join(import.meta.dirname, '../..')
const folders = ['tests/practice', 'tests/unit/practice-odata', 'tests/e2e']

interface Row {
  what: string
  state: string
  witnesses: { id: string; file: string }[]
}

/** Rows of every table of PARITY.md: what, state, how, witness. */
function readRows(): Row[] {
  const text = readFileSync(join(root, 'src-main/practice/PARITY.md'), 'utf8')
  return text.split('\n').flatMap((line): Row[] => {
    const cells = line.split(/(?<!\\)\|/).map((cell) => cell.trim())
    if (cells.length !== 6 || cells[1] === 'what' || /^-+$/.test(cells[1] ?? '')) return []
    const [, what = '', state = '', , witness = ''] = cells
    const witnesses = [...witness.matchAll(/`([\w-]+): ([\w.]+)`/g)].map(([, file = '', id = '']) => ({ file, id }))
    return [{ what, state, witnesses }]
  })
}

const isTest = (expression: ts.Expression): boolean => {
  if (ts.isIdentifier(expression)) return expression.text === 'test' || expression.text === 'it'
  if (ts.isPropertyAccessExpression(expression)) return isTest(expression.expression)
  return ts.isCallExpression(expression) && isTest(expression.expression)
}

/** Ids in square brackets in the titles of tests, by file name without its endings. */
function readWitnesses(): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>()
  for (const folder of folders) {
    for (const name of readdirSync(join(root, folder)).filter((file) => /\.(test|spec)\.ts$/.test(file))) {
      const source = ts.createSourceFile(name, readFileSync(join(root, folder, name), 'utf8'), ts.ScriptTarget.Latest)
      const ids = new Set<string>()
      const visit = (node: ts.Node): void => {
        if (ts.isCallExpression(node) && isTest(node.expression)) {
          const [title] = node.arguments
          if (title && ts.isStringLiteralLike(title)) {
            for (const [, id = ''] of title.text.matchAll(/\[([a-z][\w.]*)\]/g)) ids.add(id)
          }
        }
        ts.forEachChild(node, visit)
      }
      visit(source)
      if (ids.size > 0) found.set(name.replace(/\.(test|spec)\.ts$/, ''), ids)
    }
  }
  return found
}

const rows = readRows()
const witnesses = readWitnesses()

describe('PARITY.md', () => {
  test('has a row for every operation of Graph, once, and none for an operation that is not there', () => {
    const listed = rows.map(({ what }) => what).filter((what) => /^`(GET|POST|PATCH|DELETE) /.test(what))
    const operations = allOperations().map(({ method, path }) => `\`${method} ${path}\``)
    expect(listed.toSorted()).toEqual(operations.toSorted())
  })

  test('says of every row whether it is the real shape, and names a witness', () => {
    expect(rows.length).toBeGreaterThan(100)
    for (const { what, state, witnesses: named } of rows) {
      expect(['real shape', 'simplified', 'not implemented', 'only here'], what).toContain(state)
      expect(named.length, `${what} names no witness`).toBeGreaterThan(0)
    }
  })

  test('names only witnesses that are tests', () => {
    const missing = rows.flatMap(({ what, witnesses: named }) =>
      named.filter(({ file, id }) => !witnesses.get(file)?.has(id)).map(({ file, id }) => `${what}: ${file}: ${id}`),
    )
    expect(missing).toEqual([])
  })

  test('leaves out no test that calls itself a witness', () => {
    const named = new Set(rows.flatMap((row) => row.witnesses.map(({ file, id }) => `${file}: ${id}`)))
    const forgotten = [...witnesses].flatMap(([file, ids]) => [...ids].map((id) => `${file}: ${id}`))
    expect(forgotten.filter((witness) => !named.has(witness))).toEqual([])
  })
})
