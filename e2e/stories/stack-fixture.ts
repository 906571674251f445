import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { test as base } from 'playwright/test'

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
      const child = spawn(
        process.execPath,
        [fileURLToPath(new URL('../../scripts/start.ts', import.meta.url))],
        {
          stdio: ['ignore', 'pipe', 'inherit'],
          env: {
            ...process.env,
            PORTKEY_API_KEY: '',
            PORTKEY_BASE_URL: '',
            WEB_PORT: '0',
            PROXY_PORT: '0',
            TICKETS_PORT: '0',
            GATEWAY_PORT: '0',
            TICKETS_DATA_DIR: folder,
            ...stackEnv,
          },
        },
      )
      try {
        await use({ url: await readyUrl(child) })
      } finally {
        await ended(child)
        rmSync(folder, { recursive: true, force: true })
      }
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  baseURL: async ({ stack }, use) => use(stack.url),
})

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
