import type { ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test, type Page } from 'playwright/test'
import { endProduct, freePort, readyUrl, startProduct } from '../product-process.ts'
import { issuerSettings, startIssuer, type Issuer } from './issuer.ts'

const token = 'a-long-random-token-for-stories'
const idTokenSeconds = 15
let issuer: Issuer
let product: ChildProcess
let url: string
const folder = mkdtempSync(join(tmpdir(), 'askdesk-identity-'))

test.beforeAll(async () => {
  const port = await freePort()
  issuer = await startIssuer({
    redirectUri: `http://localhost:${port}/api/session/oidc/callback`,
    idTokenSeconds,
  })
  product = startProduct({
    ...issuerSettings(issuer),
    WEB_PORT: String(port),
    PROXY_TOKENS: `maya=${token}`,
    TICKETS_DATA_DIR: folder,
  })
  url = await readyUrl(product)
})
test.afterAll(async () => {
  await endProduct(product)
  issuer.close()
  rmSync(folder, { recursive: true, force: true })
})

/** The issuer's own pages: who one is, and whether one means it. */
async function signInAtIssuer(page: Page, name: string): Promise<void> {
  await page.getByPlaceholder('Enter any login').fill(name)
  await page.getByPlaceholder('and password').fill('any')
  await page.getByRole('button', { name: 'Sign-in' }).click()
  await page.getByRole('button', { name: 'Continue' }).click()
}

test('signs in at the identity provider, comes back to the ticket, and out again with the token', async ({
  page,
}) => {
  await page.goto(`${url}/?ticket=1042`)
  await page.getByRole('button', { name: /^Sign in with/ }).click()
  await signInAtIssuer(page, 'ada')
  await expect(page.getByRole('region', { name: 'Ticket #1042' })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Account of Name of ada' })).toBeVisible()

  await test.step('every service knows who it is', async () => {
    const session = await page.request.get(`${url}/api/session`)
    expect(await session.json()).toMatchObject({
      signedIn: true,
      name: 'Name of ada',
      role: 'admin',
    })
    const facets = await page.request.get(`${url}/api/tickets/facets`)
    expect(await facets.json()).toMatchObject({ currentAgent: 'Name of ada' })
    const cookies = await page.context().cookies(url)
    const ours = cookies.find(({ name }) => name === 'askdesk-session')
    expect(ours).toMatchObject({ httpOnly: true, sameSite: 'Strict' })
    expect((ours?.expires ?? 0) * 1000 - Date.now()).toBeLessThanOrEqual(idTokenSeconds * 1000)
  })

  await test.step('the session ends with the token, on every service, and nothing is lost', async () => {
    await page.getByRole('textbox', { name: 'Reply' }).fill('Dear Eleanor')
    const cookies = await page.context().cookies(url)
    const session = cookies.find(({ name }) => name === 'askdesk-session')
    const headers = { cookie: `askdesk-session=${session?.value}` }
    for (const path of ['/api/tickets/counts', '/api/ai/providers']) {
      await expect
        .poll(async () => (await fetch(url + path, { headers })).status, { timeout: 30_000 })
        .toBe(401)
    }
    // Submits by event: the page may have noticed by itself, and its dialog then covers the button.
    await page.getByRole('button', { name: 'Send reply' }).dispatchEvent('click')
    const dialog = page.getByRole('dialog', { name: 'Sign in again' })
    await expect(dialog).toBeVisible()
    await dialog.getByRole('textbox', { name: 'Token' }).fill(token)
    await page.keyboard.press('Enter')
    // Another person: what the first one wrote is not theirs to see.
    await expect(page.getByRole('button', { name: 'Account of maya' })).toBeVisible()
    expect(JSON.stringify(await page.context().storageState())).not.toContain('Dear Eleanor')
  })
})

test('a sign-in that is called off is said on the page', async ({ page }) => {
  await page.goto(url)
  await page.getByRole('button', { name: /^Sign in with/ }).click()
  await page.getByRole('link', { name: 'Cancel' }).click()
  await expect(page.getByRole('alert')).toContainText('called off')
  expect(new URL(page.url()).search).toBe('')
})

test('an answer that this browser did not ask for signs nobody in', async ({ page }) => {
  await page.goto(`${url}/api/session/oidc/callback?code=stolen&state=made-up`)
  await expect(page.getByRole('alert')).toContainText('begun in another window')
  expect(await (await page.request.get(`${url}/api/session`)).json()).toMatchObject({
    signedIn: false,
  })
})
