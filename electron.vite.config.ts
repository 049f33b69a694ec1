import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

import { icons as lucide } from '@iconify-json/lucide'
import ui from '@nuxt/ui/vite'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'electron-vite'
import type { Plugin } from 'vite'

const root = import.meta.dirname
const rendererDir = resolve(root, 'src-renderer')

/** What the component library draws by itself: arrows, crosses, ticks and the like. */
const kitIcons = [
  'arrow-right',
  'check',
  'chevron-down',
  'chevron-left',
  'chevron-right',
  'chevron-up',
  'chevrons-left',
  'chevrons-right',
  'circle-check',
  'circle-x',
  'copy',
  'copy-check',
  'ellipsis',
  'loader-circle',
  'minus',
  'plus',
  'search',
  'x',
]

/** Icons are bundled, since the kit would fetch them from a web service at run time: those the sources name, and no more. */
export function bundledIcons(): Plugin {
  const id = 'virtual:bundled-icons'
  return {
    name: 'resetlab-bundled-icons',
    resolveId: (source) => (source === id ? `\0${id}` : null),
    load(source) {
      if (source !== `\0${id}`) return null
      const files = readdirSync(rendererDir, { recursive: true, encoding: 'utf8' })
      const texts = files
        .filter((name) => /\.(vue|ts)$/.test(name))
        .map((name) => readFileSync(join(rendererDir, name), 'utf8'))
      const named = texts.flatMap((text) => [...text.matchAll(/i-lucide-([a-z0-9-]+)/g)].map((match) => match[1] ?? ''))
      const entries = [...new Set([...kitIcons, ...named])].sort().map((name) => {
        const icon = lucide.icons[name] ?? lucide.icons[lucide.aliases?.[name]?.parent ?? '']
        if (!icon) throw new Error(`There is no Lucide icon called ${name}`)
        return [name, { body: icon.body }] as const
      })
      const collection = { prefix: 'lucide', width: 24, height: 24, icons: Object.fromEntries(entries) }
      return `export default ${JSON.stringify(collection)}`
    },
  }
}

/** The kit's buttons turn paler under the pointer, and their text with them too hard to read: these turn firmer. */
const firmButtons = [
  {
    color: 'primary' as const,
    variant: 'solid' as const,
    class:
      'hover:bg-primary-700 active:bg-primary-700 dark:hover:bg-primary-300 dark:active:bg-primary-300 disabled:hover:bg-primary',
  },
  {
    color: 'error' as const,
    variant: 'solid' as const,
    class:
      'hover:bg-error-800 active:bg-error-800 dark:hover:bg-error-200 dark:active:bg-error-200 disabled:hover:bg-error',
  },
]

/** A head of more than two lines is squeezed by the kit, and its first line with it cut off: the body gives way. */
const wholeHeads = { slots: { header: 'shrink-0', footer: 'shrink-0' } }

export const contractAlias = { '@contract': resolve(root, 'src-main/contract') }
export const rendererPlugins = () => [
  vue(),
  ui({
    colorMode: true,
    autoImport: { dts: false },
    components: { dts: false },
    ui: {
      colors: { primary: 'blue', neutral: 'slate' },
      button: { compoundVariants: firmButtons },
      modal: wholeHeads,
      slideover: wholeHeads,
    },
  }),
  bundledIcons(),
]

export default defineConfig({
  main: { build: { outDir: 'out/main', rollupOptions: { input: resolve(root, 'src-main/main.ts') } } },
  preload: {
    build: {
      outDir: 'out/preload',
      externalizeDeps: false,
      rollupOptions: {
        input: resolve(root, 'src-main/host/electron/preload.ts'),
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: rendererDir,
    resolve: { alias: contractAlias },
    // The parts of vue-i18n that nobody uses here.
    define: { __VUE_I18N_FULL_INSTALL__: true, __VUE_I18N_LEGACY_API__: false, __INTLIFY_PROD_DEVTOOLS__: false },
    plugins: rendererPlugins(),
    build: {
      outDir: resolve(root, 'out/renderer'),
      emptyOutDir: true,
      // electron-vite leaves it off; a browser has to read all of it.
      minify: true,
      modulePreload: { polyfill: false },
      rollupOptions: { input: resolve(rendererDir, 'index.html') },
    },
  },
})
