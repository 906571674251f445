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
          // Not meant to be seen: one start of the embedded database takes 10 s of a slow core, and
          // some tests start three. What a test means to see end has a bound of its own.
          testTimeout: 120_000,
          hookTimeout: 120_000,
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
