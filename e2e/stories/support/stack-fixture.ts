import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base } from 'playwright/test'
import { endProduct, readyUrl, startProduct } from '../../product-process.ts'

export { expect } from 'playwright/test'

type Stack = { readonly url: string }

type StackOptions = {
  /** Added to the environment of every service. Files that ask for the same share one stack. */
  readonly stackEnv: Readonly<Record<string, string>>
}

/** The whole product as `npm start` runs it, with the demo gateway, on free ports and fresh tickets. */
export const test = base.extend<object, { stack: Stack } & StackOptions>({
  stackEnv: [{ DEMO_PACE: '0.05' }, { scope: 'worker', option: true }],
  stack: [
    async ({ stackEnv }, use) => {
      const folder = mkdtempSync(join(tmpdir(), 'askdesk-story-'))
      const child = startProduct({ TICKETS_DATA_DIR: folder, ...stackEnv })
      try {
        await use({ url: await readyUrl(child) })
      } finally {
        await endProduct(child)
        rmSync(folder, { recursive: true, force: true })
      }
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  baseURL: async ({ stack }, use) => use(stack.url),
})
