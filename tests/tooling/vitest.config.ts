import { defineConfig } from 'vitest/config'

import { contractAlias, rendererPlugins } from '../../electron.vite.config.ts'

/** Run with `--root .`: the paths below count from the top of the checkout. */
export default defineConfig({
  resolve: { alias: contractAlias },
  test: {
    restoreMocks: true,
    // Generous, because the checks run beside the tests on machines of two cores.
    testTimeout: 30_000,
    hookTimeout: 30_000,
    unstubEnvs: true,
    unstubGlobals: true,
    projects: [
      // No module keeps anything, so they are read once for all files; where `electron` is replaced, once for each.
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['tests/unit/**/*.test.ts'],
          exclude: ['tests/unit/renderer/**', 'tests/unit/host/electron/**'],
          isolate: false,
        },
      },
      { extends: true, test: { name: 'unit-electron', include: ['tests/unit/host/electron/**/*.test.ts'] } },
      {
        extends: true,
        plugins: rendererPlugins(),
        test: {
          name: 'unit-renderer',
          include: ['tests/unit/renderer/**/*.test.ts'],
          environment: 'jsdom',
          // A world of its own for every file as elsewhere, but made three times as fast.
          pool: 'vmThreads',
          setupFiles: ['tests/support/window-texts.ts'],
          // The component kit ships its components as sources.
          server: { deps: { inline: [/@nuxt\/ui/] } },
        },
      },
      // Every test makes its own server or ports and no module keeps anything: reading them once for all files is enough.
      { extends: true, test: { name: 'practice', include: ['tests/practice/**/*.test.ts'], isolate: false } },
      { extends: true, test: { name: 'engine', include: ['tests/engine/**/*.test.ts'], isolate: false } },
    ],
  },
})
