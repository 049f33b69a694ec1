import { resolve } from 'node:path'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

const alias = { '@contract': resolve(import.meta.dirname, '../../src-main/contract') }

/** Run with `--root .`: the paths below count from the top of the checkout. */
export default defineConfig({
  resolve: { alias },
  test: {
    restoreMocks: true,
    // Generous, because the checks run beside the tests on machines of two cores.
    testTimeout: 30_000,
    hookTimeout: 30_000,
    unstubEnvs: true,
    unstubGlobals: true,
    projects: [
      {
        extends: true,
        test: { name: 'unit', include: ['tests/unit/**/*.test.ts'], exclude: ['tests/unit/renderer/**'] },
      },
      {
        extends: true,
        plugins: [vue()],
        test: { name: 'unit-renderer', include: ['tests/unit/renderer/**/*.test.ts'], environment: 'jsdom' },
      },
      { extends: true, test: { name: 'practice', include: ['tests/practice/**/*.test.ts'] } },
      { extends: true, test: { name: 'engine', include: ['tests/engine/**/*.test.ts'] } },
    ],
  },
})
