import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterAll, beforeAll, expect, it } from 'vitest'

import { linuxSizes, makeIcons } from '../../tooling/packaging/icons.ts'
import { root } from '../../tooling/parts.ts'

let folder: string
beforeAll(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'resetlab-icons-')), 'icons')
  await makeIcons(join(root, 'resources/icons/icon.svg'), folder)
})
afterAll(async () => {
  await rm(join(folder, '..'), { recursive: true })
})
const made = (name: string): Promise<Buffer> => readFile(join(folder, name))

it('draws a picture of each size a Linux desktop looks for', async () => {
  for (const size of linuxSizes) {
    const png = await made(`linux/${size}x${size}.png`)
    // The header of a PNG: its signature, then width and height (PNG, 5.2 and 11.2.1).
    expect(png.subarray(1, 4).toString()).toBe('PNG')
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([size, size])
  }
})

it('puts sizes from 16 to 256 into the icon for Windows', async () => {
  const ico = await made('icon.ico')
  expect([ico.readUInt16LE(0), ico.readUInt16LE(2)]).toEqual([0, 1])
  const widths = Array.from({ length: ico.readUInt16LE(4) }, (_entry, at) => ico.readUInt8(6 + at * 16))
  // A byte holds no 256, so 0 stands for it.
  expect(widths.map((width) => width || 256)).toEqual(expect.arrayContaining([16, 32, 48, 256]))
})

it('puts sizes up to 1024 into the icon for a Mac', async () => {
  const icns = await made('icon.icns')
  expect(icns.subarray(0, 4).toString()).toBe('icns')
  expect(icns.readUInt32BE(4)).toBe(icns.length)
  const types: string[] = []
  for (let at = 8; at < icns.length; at += icns.readUInt32BE(at + 4)) types.push(icns.subarray(at, at + 4).toString())
  // 128, 256 and 512 points, the last one also at twice the density.
  expect(types).toEqual(expect.arrayContaining(['ic07', 'ic08', 'ic09', 'ic10']))
})
