import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright'
import { browserFlags, findBrowser } from './browser.ts'
import { buildWeb } from './build-web.ts'
import { scenes, twoAnswers } from './screenshots/scenes.ts'
import { shoot, type Studio } from './screenshots/studio.ts'
import { fromRoot, startStack, type Stack } from './stack.ts'

/**
 * Takes the README's pictures into `docs/images`, from the product as it runs, with the demo
 * gateway. With names it takes those of the states worth looking at, into `.data/screenshots`; with
 * `--all` every one.
 */
const wide = { width: 1440, height: 900 }
const short = { width: 1366, height: 650 }
const phone = { width: 390, height: 844 }
const readmeFolder = fromRoot('docs/images')
const allFolder = fromRoot('.data/screenshots')
const asked = process.argv.slice(2)
const names = asked.filter((word) => word !== '--all')
const forReadme = asked.length === 0
const unknown = names.filter((name) => !(name in scenes))
if (unknown.length > 0) {
  console.error(
    `There is no picture “${unknown.join('”, “')}”. Say --all, or any of: ${Object.keys(scenes).join(', ')}.`,
  )
  process.exit(1)
}

const data = mkdtempSync(join(tmpdir(), 'askdesk-pictures-'))
const stacks: Stack[] = []
async function start(name: string, env: Record<string, string> = {}): Promise<Stack> {
  const stack = await startStack({
    env: {
      ...process.env,
      WEB_PORT: '0',
      PROXY_PORT: '0',
      TICKETS_PORT: '0',
      GATEWAY_PORT: '0',
      PORTKEY_API_KEY: '',
      PORTKEY_BASE_URL: '',
      TICKETS_DATA_DIR: join(data, name),
      DEMO_PACE: '0.3',
      ...env,
    },
    onLine: (service, line) => console.error(`[${service}] ${line}`),
    web: true,
  })
  stacks.push(stack)
  return stack
}

await buildWeb({ onlyIfChanged: true })
const open = await start('open')
const guarded = await start('guarded', { PROXY_TOKENS: 'only-for-pictures-0123456789' })
const executablePath = findBrowser()
const browser = await chromium.launch({
  args: browserFlags,
  ...(executablePath && { executablePath }),
})
const studio: Studio = {
  browser,
  web: open.urls.web ?? '',
  tickets: open.urls.tickets,
  guarded: guarded.urls.web ?? '',
}
try {
  for (const folder of [readmeFolder, allFolder]) mkdirSync(folder, { recursive: true })
  for (const scheme of ['light', 'dark'] as const) {
    if (forReadme)
      await shoot(await twoAnswers(studio, { ...wide, scheme }), readmeFolder, `desk-${scheme}`)
    else await takeAll(scheme)
  }
} finally {
  await browser.close()
  await Promise.all(stacks.map((stack) => stack.stop()))
  rmSync(data, { recursive: true, force: true })
}

async function takeAll(scheme: 'light' | 'dark'): Promise<void> {
  for (const size of [wide, short, phone]) {
    for (const [name, scene] of Object.entries(scenes)) {
      if (names.length > 0 && !names.includes(name)) continue
      const page = await scene(studio, { ...size, scheme })
      await shoot(page, allFolder, `${name}-${size.width}-${scheme}`)
    }
  }
}
