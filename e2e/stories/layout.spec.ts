import type { Page } from 'playwright/test'
import { conversationOf, finished, openAssistant, send } from './support/desk.ts'
import { expectEverythingReachable, windows } from './support/layout-watch.ts'
import { expect, test } from './support/stack-fixture.ts'

/** Looks at one state of the page in every window. */
async function inEveryWindow(page: Page, state: string): Promise<void> {
  for (const size of windows) {
    await page.setViewportSize(size)
    await expectEverythingReachable(page, state)
  }
  await page.setViewportSize({ width: 1440, height: 900 })
}

test('list and ticket: nothing is out of reach', async ({ page }) => {
  test.slow()
  await page.goto('/')
  await expect(page.getByRole('row', { name: /#1042/ })).toBeVisible()
  await inEveryWindow(page, 'list')
  await page.goto('/?ticket=999999')
  await expect(page.getByText('There is no ticket #999999')).toBeVisible()
  await inEveryWindow(page, 'no such ticket')
  await page.goto('/?ticket=1042')
  const reply = page.getByRole('textbox', { name: 'Reply' })
  await expect(reply).toBeVisible()
  await inEveryWindow(page, 'ticket')
  await reply.fill('A line of the answer\n'.repeat(12))
  await inEveryWindow(page, 'ticket with a long draft')
})

test('the assistant: nothing is out of reach', async ({ page }) => {
  test.slow()
  await openAssistant(page)
  await inEveryWindow(page, 'empty assistant')
  await send(page, '[[demo:long words=400]] Tell me everything')
  await finished(page)
  await inEveryWindow(page, 'a long answer')
  await send(page, '[[demo:429 retryAfter=30]] And now?')
  await expect(conversationOf(page).log.getByRole('alert')).toBeVisible()
  await inEveryWindow(page, 'an error')
})

test('what the AI sees: nothing is out of reach', async ({ page }) => {
  test.slow()
  for (const size of windows) {
    await page.setViewportSize(size)
    const drawer = await openAssistant(page)
    await drawer.getByRole('button', { name: 'What the AI sees' }).click()
    await expect(page.getByRole('region', { name: 'What the AI sees' })).toBeVisible()
    await expectEverythingReachable(page, 'what the AI sees')
  }
})

test('half of the panel is the thread’s, and at most two fifths are the reply’s', async ({
  page,
}) => {
  test.slow()
  await page.route('**/api/tickets/1042', async (route) => {
    const response = await route.fetch()
    const ticket: object = await response.json()
    const tags = Array.from({ length: 18 }, (_, index) => `tag-number-${index}`)
    const subject = 'A subject that goes on for longer than anybody reads it '.repeat(4).trim()
    await route.fulfill({ response, json: { ...ticket, tags, subject } })
  })
  for (const size of windows) {
    await page.setViewportSize(size)
    await page.goto('/?ticket=1042')
    const reply = page.getByRole('textbox', { name: 'Reply' })
    await expect(reply).toBeVisible()
    await expectBudget(page, 'at rest')
    await reply.fill('A line of the answer\n'.repeat(12))
    await expectBudget(page, 'with a long draft')
    await expectEverythingReachable(page, 'a crowded head, a long draft')
    await reply.fill('')
    await expectBudget(page, 'while it is empty')
  }
})

/** The height of thread and reply, as shares of the panel. */
async function expectBudget(page: Page, state: string): Promise<void> {
  const height = async (role: 'region' | 'form', name: string): Promise<number> =>
    (await page.getByRole(role, { name }).boundingBox())?.height ?? 0
  const panel = await height('region', 'Ticket #1042')
  const size = page.viewportSize()
  const reply = (await height('form', 'Answer this ticket')) / panel
  const isLow = (size?.height ?? 0) < 600
  const thread = isLow ? 1 : (await height('region', 'Thread')) / panel
  expect([state, size, reply <= 0.4, thread >= 0.5]).toEqual([state, size, true, true])
}
