import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
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
          setupFiles: ['apps/web/src/test-setup.ts'],
        },
      },
    ],
  },
})
