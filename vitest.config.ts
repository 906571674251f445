import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    // Most files wait for processes, sockets and clocks: two a core keep a machine of two cores busy.
    maxWorkers: 2 * availableParallelism(),
    projects: [
      {
        test: {
          name: 'node',
          include: ['{apps,packages}/**/*.test.ts', 'e2e/**/*.test.ts', 'scripts/**/*.test.ts'],
          exclude: ['**/node_modules/**', '**/dist/**', 'apps/web/src/**/*.dom.test.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
          // Tests that wait ten seconds for a proxy wait side by side.
          maxConcurrency: 20,
        },
      },
      {
        test: {
          name: 'dom',
          include: ['apps/web/src/**/*.test.tsx', 'apps/web/src/**/*.dom.test.ts'],
          environment: 'jsdom',
          testTimeout: 30_000,
          setupFiles: ['apps/web/src/test-setup.ts'],
        },
      },
    ],
  },
})
