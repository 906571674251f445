import { EventEmitter, once } from 'node:events'
import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright/test'
import { expectAccessible } from './support/axe.ts'
import { finished, openAssistant, send } from './support/desk.ts'
import { expect, test } from './support/stack-fixture.ts'

const tokens = {
  ops: 'a-long-random-token-for-stories',
  maya: 'another-random-token-for-stories',
}
test.use({ stackEnv: { PROXY_TOKENS: `ops:admin=${tokens.ops},maya=${tokens.maya}` } })

async function signIn(page: Page, token: string): Promise<void> {
  await page.goto('/')
  await page.getByRole('textbox', { name: 'Token' }).fill(token)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: /^Account of / })).toBeVisible()
}

async function openUsage(page: Page): Promise<void> {
  await page.goto('/')
  await page.getByRole('link', { name: 'Usage' }).click()
  await expect(page.getByRole('heading', { name: 'Usage', level: 1 })).toBeVisible()
}

async function signOut(page: Page, name: string): Promise<void> {
  await page.goto('/')
  await page.getByRole('button', { name: `Account of ${name}` }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await expect(page.getByRole('textbox', { name: 'Token' })).toBeVisible()
}

const rowsOf = (page: Page, by: string) =>
  page.getByRole('table', { name: `Usage by ${by}` }).getByRole('row')

test('an administrator sees who spent what, an agent what they spent themselves', async ({
  page,
}) => {
  await test.step('nothing was asked yet', async () => {
    await signIn(page, tokens.ops)
    await openUsage(page)
    await expect(page.getByText('Nothing was asked in this time.')).toBeVisible()
    await expect(page.getByText('nothing yet')).toBeVisible()
    await expectAccessible(page, 'usage without an answer')
  })

  await test.step('an answer each, of two people', async () => {
    await openAssistant(page)
    await send(page, 'What should I answer?')
    await finished(page)
    await signOut(page, 'ops')
    await signIn(page, tokens.maya)
    await openAssistant(page)
    await send(page, 'And what else?')
    await finished(page)
  })

  await test.step('the agent: their own, not by person', async () => {
    await openUsage(page)
    await expect(page.getByText('of yours')).toBeVisible()
    await expect(rowsOf(page, 'model')).toHaveCount(2)
    await expect(page.getByRole('radio', { name: 'Person' })).toHaveCount(0)
    await signOut(page, 'maya')
  })

  await signIn(page, tokens.ops)
  await openUsage(page)
  await test.step('the administrator: everybody, grouped by the keyboard', async () => {
    const people = rowsOf(page, 'person')
    await expect(people).toHaveCount(3)
    await expect(people.filter({ hasText: 'maya' })).toContainText('$')
    await expect(people.filter({ hasText: 'ops' })).toContainText('$')
    await page.getByRole('radio', { name: 'Person' }).press('ArrowRight')
    await expect(page.getByRole('radio', { name: 'Provider' })).toBeChecked()
    await expect(rowsOf(page, 'provider')).toHaveCount(2)
    await page.getByRole('radio', { name: 'Provider' }).press('ArrowRight')
    await expect(rowsOf(page, 'model').nth(1)).toContainText('/')
    await expectAccessible(page, 'usage by model')
  })

  await test.step('the same as a file', async () => {
    const download = page.waitForEvent('download')
    await page.getByRole('link', { name: 'CSV' }).click()
    const path = await (await download).path()
    const [head, ...lines] = (await readFile(path, 'utf8')).trim().split('\r\n')
    expect(head).toBe('model,runs,prompt_tokens,completion_tokens,cost,currency,cost_is')
    expect(lines).toHaveLength(1)
    expect(lines[0]).toMatch(/^\w+\/[\w.-]+,2,\d+,\d+,[\d.]+,USD,(?:list|reported)$/)
  })

  await test.step('on a phone nothing is wider than the screen', async () => {
    await page.setViewportSize({ width: 390, height: 844 })
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
    const cost = await rowsOf(page, 'model').nth(1).getByRole('cell').last().boundingBox()
    expect((cost?.x ?? 390) + (cost?.width ?? 0)).toBeLessThanOrEqual(390)
  })
})

test('a report that is late shows its places, one that fails says so and can be asked again', async ({
  page,
}) => {
  await signIn(page, tokens.ops)
  const gate = new EventEmitter()
  let isLate = true
  gate.once('open', () => (isLate = false))
  await page.route('**/api/ai/usage?*', async (route) => {
    if (isLate) await once(gate, 'open')
    await route.fulfill({
      status: 503,
      json: {
        error: {
          code: 'unavailable',
          message: 'The ledger cannot be read at the moment. Try again in a moment.',
          type: 'server_error',
          retryable: true,
        },
      },
    })
  })
  await openUsage(page)
  await expect(page.getByRole('region', { name: 'Loading the usage' })).toBeVisible()
  await expectAccessible(page, 'usage while it loads')
  gate.emit('open')
  const alert = page.getByRole('alert')
  await expect(alert).toContainText('The ledger cannot be read at the moment.', { timeout: 20_000 })
  await expectAccessible(page, 'usage that cannot be read')
  await page.unroute('**/api/ai/usage?*')
  await alert.getByRole('button', { name: 'Try again' }).press('Enter')
  await expect(alert).toBeHidden()
  await expect(page.getByText('Spent')).toBeVisible()
})
