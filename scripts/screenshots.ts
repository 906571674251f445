import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type Browser, type Locator, type Page } from 'playwright'
import { browserFlags, findBrowser } from './browser.ts'
import { buildWeb } from './build-web.ts'
import { fromRoot, startStack } from './stack.ts'

/**
 * Takes the README's pictures into `docs/images`, from the product as it runs, with the demo
 * gateway. `--all` takes every state worth looking at into `.data/screenshots` as well.
 */
type Look = {
  readonly name: string
  readonly width: number
  readonly height: number
  readonly scheme: 'light' | 'dark'
}

const wide = { width: 1440, height: 900 }
const phone = { width: 390, height: 844 }
const readmeFolder = fromRoot('docs/images')
const allFolder = fromRoot('.data/screenshots')

await buildWeb({ onlyIfChanged: true })
const data = mkdtempSync(join(tmpdir(), 'askdesk-pictures-'))
const ports = { WEB_PORT: '0', PROXY_PORT: '0', TICKETS_PORT: '0', GATEWAY_PORT: '0' }
const stack = await startStack({
  env: {
    ...process.env,
    ...ports,
    PORTKEY_API_KEY: '',
    PORTKEY_BASE_URL: '',
    TICKETS_DATA_DIR: data,
    DEMO_PACE: '0.3',
  },
  onLine: (name, line) => console.error(`[${name}] ${line}`),
  web: true,
})
const executablePath = findBrowser()
const browser = await chromium.launch({
  args: browserFlags,
  ...(executablePath && { executablePath }),
})
try {
  for (const folder of [readmeFolder, allFolder]) mkdirSync(folder, { recursive: true })
  for (const scheme of ['light', 'dark'] as const) {
    await conversation({ name: `desk-${scheme}`, ...wide, scheme }, readmeFolder)
    if (process.argv.includes('--all')) await takeAll(scheme)
  }
} finally {
  await browser.close()
  await stack.stop()
  rmSync(data, { recursive: true, force: true })
}

/** Two providers' answers in one conversation, beside their ticket. */
async function conversation(look: Look, folder: string): Promise<void> {
  const page = await open(browser, look, '/?ticket=1042&assistant=open')
  await ask(page, 'Summarise this ticket in three points')
  await done(page)
  await pick(page, 'Groq')
  await ask(page, 'Draft a short reply to her')
  await done(page)
  await shoot(page, folder, look.name)
}

async function takeAll(scheme: Look['scheme']): Promise<void> {
  for (const size of [wide, phone]) {
    const suffix = `${size.width}-${scheme}`
    const look = { ...size, scheme, name: '' }
    await still(look, '/', `list-${suffix}`)
    await still(look, '/?q=nothing-has-this-word', `no-match-${suffix}`)
    await still(look, '/?ticket=1042', `ticket-${suffix}`)
    await still(look, '/?ticket=9999', `unknown-ticket-${suffix}`)
    await still(look, '/?ticket=1042&assistant=open', `drawer-empty-${suffix}`)
    await streaming(look, `drawer-streaming-${suffix}`)
    await failing(look, `drawer-error-${suffix}`)
    await conversation({ ...look, name: `drawer-two-${suffix}` }, allFolder)
    await longAnswer(look, `drawer-long-${suffix}`)
    await preview(look, `drawer-preview-${suffix}`)
    await inserted(look, `ticket-inserted-${suffix}`)
    await conflict(look, `ticket-conflict-${suffix}`)
    await offline(look, `offline-${suffix}`)
    await failingTickets(look, `list-failed-${suffix}`)
    await signIn(look, `sign-in-${suffix}`)
  }
}

async function still(look: Look, path: string, name: string): Promise<void> {
  await shoot(await open(browser, look, path), allFolder, name)
}

async function streaming(look: Look, name: string): Promise<void> {
  const page = await open(browser, look, '/?ticket=1042&assistant=open')
  await ask(page, '[[demo:long words=600]] Explain')
  await drawerOf(page).getByRole('article').last().getByText('Section 1').waitFor()
  await shoot(page, allFolder, name)
}

async function failing(look: Look, name: string): Promise<void> {
  const page = await open(browser, look, '/?ticket=1042&assistant=open')
  await ask(page, '[[demo:429 retryAfter=30]] What now?')
  await drawerOf(page).getByRole('alert').waitFor()
  await shoot(page, allFolder, name)
}

async function longAnswer(look: Look, name: string): Promise<void> {
  const page = await open(browser, look, '/?ticket=1042&assistant=open')
  await ask(page, '[[demo:long words=250]] Explain')
  await done(page)
  await shoot(page, allFolder, name)
}

async function preview(look: Look, name: string): Promise<void> {
  const page = await open(browser, look, '/?ticket=1042&assistant=open')
  await drawerOf(page).getByRole('textbox', { name: 'Message' }).fill('Draft a reply')
  await drawerOf(page).getByRole('button', { name: 'What the AI sees' }).click()
  await shoot(page, allFolder, name)
}

async function inserted(look: Look, name: string): Promise<void> {
  const page = await open(browser, look, '/?ticket=1042&assistant=open')
  await ask(page, 'Draft a reply')
  await done(page)
  await drawerOf(page).getByRole('button', { name: 'Insert into reply' }).click()
  await page.getByText('Drafted by').waitFor()
  await shoot(page, allFolder, name)
}

/** Somebody else changes the ticket while this page hears nothing of it. */
async function conflict(look: Look, name: string): Promise<void> {
  const page = await open(browser, look, '/?ticket=1041')
  const fields = page.getByRole('region', { name: 'Ticket #1041' })
  const other = await page.request.get(`${stack.urls.tickets}/api/tickets/1041`)
  const { version, status } = await other.json()
  await page.request.patch(`${stack.urls.tickets}/api/tickets/1041`, {
    data: { status: status === 'pending' ? 'open' : 'pending', version },
  })
  await fields.getByRole('combobox', { name: 'Priority' }).selectOption('urgent')
  await page.getByText('Your change was not made').waitFor()
  await shoot(page, allFolder, name)
}

async function offline(look: Look, name: string): Promise<void> {
  const page = await open(browser, look, '/?ticket=1042')
  await page.context().setOffline(true)
  await page.getByText('You are offline').first().waitFor()
  await shoot(page, allFolder, name)
}

async function failingTickets(look: Look, name: string): Promise<void> {
  const page = await browser.newPage({
    viewport: { width: look.width, height: look.height },
    colorScheme: look.scheme,
  })
  await page.route('**/api/tickets?*', (route) => route.fulfill({ status: 500 }))
  await page.goto(stack.urls.web ?? '')
  await page.getByText('The tickets could not be loaded').waitFor()
  await shoot(page, allFolder, name)
}

/** As with `PROXY_TOKENS`: the session is said to have ended while a question was asked. */
async function signIn(look: Look, name: string): Promise<void> {
  const page = await open(browser, look, '/?ticket=1042&assistant=open')
  const error = {
    message: 'This proxy needs a token.',
    type: 'authentication_error',
    code: 'unauthorized',
    retryable: false,
  }
  await page.route('**/api/ai/stream', (route) => route.fulfill({ status: 401, json: { error } }))
  await page.route('**/api/ai/session', (route) =>
    route.request().method() === 'POST'
      ? route.fulfill({ status: 401, json: { error } })
      : route.fulfill({ json: { required: true, signedIn: false } }),
  )
  await ask(page, 'Summarise this ticket')
  await page.getByLabel('Access token').fill('not-it')
  await page.keyboard.press('Enter')
  await page.getByRole('alert').filter({ hasText: 'needs a token' }).waitFor()
  await shoot(page, allFolder, name)
}

async function open(from: Browser, look: Look, path: string): Promise<Page> {
  const page = await from.newPage({
    viewport: { width: look.width, height: look.height },
    colorScheme: look.scheme,
  })
  await page.goto(`${stack.urls.web}${path}`, { waitUntil: 'networkidle' })
  return page
}

async function shoot(page: Page, folder: string, name: string): Promise<void> {
  await page.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled' })
  console.log(join(folder, `${name}.png`))
  await page.close()
}

/** Docked beside the ticket on a wide screen, a dialog on a narrow one. */
function drawerOf(page: Page): Locator {
  return page
    .getByRole('complementary', { name: 'AI assistant' })
    .or(page.getByRole('dialog', { name: 'AI assistant' }))
}

async function ask(page: Page, text: string): Promise<void> {
  await drawerOf(page).getByRole('textbox', { name: 'Message' }).fill(text)
  await page.keyboard.press('Enter')
}

async function done(page: Page): Promise<void> {
  await drawerOf(page)
    .getByRole('button', { name: 'Regenerate', exact: true })
    .last()
    .waitFor({ timeout: 60_000 })
  await drawerOf(page)
    .getByRole('button', { name: 'Stop' })
    .waitFor({ state: 'hidden', timeout: 60_000 })
}

async function pick(page: Page, provider: string): Promise<void> {
  await drawerOf(page).getByRole('combobox', { name: 'Provider' }).click()
  await page.getByRole('option', { name: provider }).click()
}
