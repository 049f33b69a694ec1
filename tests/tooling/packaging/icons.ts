import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'

import { initWasm, Resvg } from '@resvg/resvg-wasm'
import png2icons from 'png2icons'

/** Widths and heights in pixels that Linux desktops look for (freedesktop icon theme, hicolor). */
export const linuxSizes = [16, 24, 32, 48, 64, 128, 256, 512] as const
/** The largest a Mac asks for: 512 points at twice the density. */
const largest = 1024

let loading: Promise<void> | null = null
const load = (): Promise<void> =>
  (loading ??= readFile(createRequire(import.meta.url).resolve('@resvg/resvg-wasm/index_bg.wasm')).then(initWasm))

function draw(svg: string, size: number): Buffer {
  const picture = new Resvg(svg, { fitTo: { mode: 'width', value: size }, font: { loadSystemFonts: false } })
  return Buffer.from(picture.render().asPng())
}

/** Rejects when the library gives nothing back, which is how it says that it cannot. */
function made(what: string, bytes: Buffer | null): Buffer {
  if (bytes === null) throw new Error(`The icon could not be turned into ${what}`)
  return bytes
}

/**
 * Every icon from the one drawing: `icon.icns` for a Mac, `icon.ico` for Windows (16 to 256 pixels; the small ones as
 * bitmaps, since old dialogs show no others), and `linux/NxN.png`. The folder is emptied first.
 */
export async function makeIcons(svgFile: string, folder: string): Promise<void> {
  await load()
  const svg = await readFile(svgFile, 'utf8')
  const large = draw(svg, largest)
  await rm(folder, { recursive: true, force: true })
  await mkdir(join(folder, 'linux'), { recursive: true })
  await writeFile(join(folder, 'icon.icns'), made('icns', png2icons.createICNS(large, png2icons.BICUBIC, 0)))
  await writeFile(join(folder, 'icon.ico'), made('ico', png2icons.createICO(large, png2icons.BICUBIC, 0, false, true)))
  for (const size of linuxSizes) await writeFile(join(folder, 'linux', `${size}x${size}.png`), draw(svg, size))
}
