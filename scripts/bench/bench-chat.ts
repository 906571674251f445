import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright'
import { bench } from '../../apps/web/bench/bench.ts'
import { buildPages, folders } from '../../apps/web/bench/build.ts'
import { readOptions, usage } from '../../apps/web/bench/options.ts'
import { startUpstream } from '../../apps/web/bench/upstream.ts'
import { browserFlags, findBrowser } from '../browser.ts'
import { startService } from '../service.ts'
import { fromRoot, startStack } from '../stack.ts'

/** Measures a streamed reply in the real page, behind the real proxy, beside other pages. */
const args = process.argv.slice(2)
if (args.includes('--help')) console.log(usage)
else await run()

async function run(): Promise<void> {
  const options = readOptions(args)
  if (options.build) await buildPages()
  const data = mkdtempSync(join(tmpdir(), 'askdesk-bench-'))
  const upstream = await startUpstream()
  const stack = await startStack({
    env: {
      ...process.env,
      PORTKEY_API_KEY: '',
      PORTKEY_BASE_URL: upstream.url,
      OPENAI_API_KEY: 'bench-key-openai',
      PROXY_PORT: '0',
      TICKETS_PORT: '0',
      TICKETS_DATA_DIR: data,
      LOG_LEVEL: 'error',
    },
    onLine,
    web: false,
  })
  // The comparison pages come from the same web server as the product, under the same headers.
  const servers = [folders.product, folders.comparison].map((folder) =>
    startService({
      name: 'web',
      script: fromRoot('apps/web/server/main.ts'),
      env: {
        PATH: process.env['PATH'],
        PORT: '0',
        CLIENT_FOLDER: folder,
        PROXY_URL: stack.urls.proxy,
        TICKETS_URL: stack.urls.tickets,
      },
      onLine,
    }),
  )
  const executablePath = findBrowser()
  const browser = await chromium.launch({
    args: browserFlags,
    ...(executablePath && { executablePath }),
  })
  try {
    const [product = '', comparison = ''] = await Promise.all(servers.map(({ ready }) => ready))
    const pictureFile = fromRoot('docs/bench-chat.svg')
    await bench(options, { browser, urls: { product, comparison }, upstream, pictureFile })
  } finally {
    await browser.close()
    for (const server of servers) server.stop()
    await stack.stop()
    upstream.close()
    rmSync(data, { recursive: true, force: true })
  }
}

function onLine(name: string, line: string): void {
  console.error(`[${name}] ${line}`)
}
