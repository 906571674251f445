import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { test as base } from 'playwright/test'
import { startScriptedUpstream, type ScriptedUpstream } from './scripted-upstream.ts'

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
      const child = startProduct(upstream.url, folder, chatEnv)
      try {
        await use({ url: await readyUrl(child), upstream })
      } finally {
        await ended(child)
        upstream.close()
        rmSync(folder, { recursive: true, force: true })
      }
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  baseURL: async ({ desk }, use) => use(desk.url),
})

function startProduct(
  upstreamUrl: string,
  dataFolder: string,
  chatEnv: ChatOptions['chatEnv'],
): ChildProcess {
  const script = fileURLToPath(new URL('../../scripts/start.ts', import.meta.url))
  return spawn(process.execPath, [script], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      PORTKEY_API_KEY: '',
      PORTKEY_BASE_URL: upstreamUrl,
      OPENAI_API_KEY: 'chat-key-openai',
      BODY_LIMIT_BYTES: '8388608',
      WEB_PORT: '0',
      PROXY_PORT: '0',
      TICKETS_PORT: '0',
      TICKETS_DATA_DIR: dataFolder,
      ...chatEnv,
    },
  })
}

function readyUrl(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = ''
    child.stdout?.on('data', (data: Buffer) => {
      output += data.toString()
      const url = /^Askdesk is ready on (\S+)$/m.exec(output)?.[1]
      if (url) resolve(url)
    })
    child.once('exit', (code) => reject(new Error(`npm start ended with code ${code}: ${output}`)))
  })
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null) return resolve()
    child.once('exit', () => resolve())
    child.kill('SIGINT')
  })
}
