import { defineConfig } from 'playwright/test'
import { browserFlags, findBrowser } from '../scripts/browser.ts'

const executablePath = findBrowser()

export default defineConfig({
  testDir: '.',
  testMatch: ['stories/**/*.spec.ts', 'chat/**/*.spec.ts', 'identity/**/*.spec.ts'],
  outputDir: 'test-results',
  // One browser at a time: the machine that runs these also runs the whole stack.
  workers: 1,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  use: {
    browserName: 'chromium',
    viewport: { width: 1440, height: 900 },
    trace: 'retain-on-failure',
    launchOptions: { args: browserFlags, ...(executablePath && { executablePath }) },
  },
})
