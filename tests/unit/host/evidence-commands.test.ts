import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { reportFormats } from '../../../src-main/contract/report.ts'
import { checkCommand, reportCommand } from '../../../src-main/host/cli/evidence-commands.ts'
import { keyFingerprint, publicKeyOf } from '../../../src-main/storage/seal.ts'
import { pdfPages } from '../../support/expect-every-report.ts'
import { sampleEvidence, sampleKey } from '../../support/sample-evidence.ts'
import { sampleRecording } from '../../support/sample-recording.ts'

let folder: string
let file: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'resetlab-evidence-'))
  file = join(folder, 'a.resetlab')
  await writeFile(
    file,
    sampleEvidence({ recording: { ...sampleRecording(), learner: 'Ada' }, classCode: 'blue-fox-7' }),
  )
})
afterEach(() => rm(folder, { recursive: true, force: true }))

describe('check', () => {
  it('says by exit code and words whether a file is intact, of the class, and of the installation', async () => {
    const own = keyFingerprint(publicKeyOf(sampleKey))
    const check = async (options: Parameters<typeof checkCommand>[1]) => {
      const { exitCode, lines } = await checkCommand(file, options)
      return [exitCode, lines.join(' ')]
    }
    expect(await check({})).toEqual([0, expect.stringContaining('Recorded by Ada')])
    expect(await check({ classCode: 'Blue Fox 7', sealedBy: own })).toEqual([
      0,
      expect.stringContaining('The class code is right.'),
    ])
    expect(await check({ classCode: 'red' })).toEqual([1, expect.stringContaining('The class code is wrong')])
    expect(await check({ sealedBy: '0000-0000-0000-0000' })).toEqual([1, expect.stringContaining('another one')])
    await writeFile(file, sampleEvidence())
    expect(await check({ classCode: 'red' })).toEqual([1, expect.stringContaining('without a class code')])
    await writeFile(file, 'no zip')
    expect(await check({ classCode: 'red' })).toEqual([2, expect.stringContaining('Not an evidence file')])
  })
})

describe('report', () => {
  it.each(reportFormats)('writes what the name of the file says (%s)', async (format) => {
    const out = join(folder, `report.${format}`)
    expect(await reportCommand(file, { out })).toMatchObject({ exitCode: 0, document: { format, out } })
    const bytes = await readFile(out)
    const text = format === 'pdf' ? (await pdfPages(bytes)).join(' ') : bytes.toString('utf8')
    expect(text).toContain('Ada')
  })

  it('writes the format that was asked for, whatever the name, and HTML where neither says', async () => {
    const out = join(folder, 'report.txt')
    await reportCommand(file, { out, format: 'md' })
    expect(await readFile(out, 'utf8')).toMatch(/^# Sample/)
    await reportCommand(file, { out })
    expect(await readFile(out, 'utf8')).toMatch(/^<!doctype html>/)
  })
})
