import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base } from 'playwright/test'
import { startScriptedUpstream, type ScriptedUpstream } from './scripted-upstream.ts'
import { endProduct, readyUrl, startProduct } from '../product-process.ts'

export { expect } from 'playwright/test'

export type Desk = { readonly url: string; readonly upstream: ScriptedUpstream }

type ChatOptions = {
  /** Added to the environment of every service. */
  readonly chatEnv: Readonly<Record<string, string>>
}

/** The whole product, with an upstream that says what a test tells it to. */
export const test = base.extend<object, { desk: Desk } & ChatOptions>({
  chatEnv: [{}, { scope: 'worker', option: true }],
  desk: [
    async ({ chatEnv }, use) => {
      const folder = mkdtempSync(join(tmpdir(), 'askdesk-chat-'))
      const upstream = await startScriptedUpstream()
      const child = startProduct({
        PORTKEY_BASE_URL: upstream.url,
        OPENAI_API_KEY: 'chat-key-openai',
        BODY_LIMIT_BYTES: '8388608',
        TICKETS_DATA_DIR: folder,
        ...chatEnv,
      })
      try {
        await use({ url: await readyUrl(child), upstream })
      } finally {
        await endProduct(child)
        upstream.close()
        rmSync(folder, { recursive: true, force: true })
      }
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  baseURL: async ({ desk }, use) => use(desk.url),
})
