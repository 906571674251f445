import type { Page, Request } from 'playwright/test'
import {
  collectAsked,
  conversationOf,
  copiedReply,
  drawerOf,
  finished,
  messagesOf,
  openAssistant,
  send,
} from '../support/desk.ts'
import { expect, test } from '../support/stack-fixture.ts'

test('Stop before the first word leaves nothing behind', async ({ page }) => {
  const asked = collectAsked(page)
  const drawer = await openAssistant(page)
  const { articles } = conversationOf(page)
  await send(page, '[[demo:slow-first-byte ms=60000]] A slow question')
  await expect(articles.last()).toContainText('Waiting for AWS Claude')
  await drawer.getByRole('button', { name: 'Stop' }).click()
  await finished(page)
  await expect(articles.last()).toContainText('Stopped before an answer came')
  await send(page, 'Another question')
  await finished(page)
  await expect(articles).toHaveCount(4)
  expect(JSON.stringify(messagesOf(asked[1]))).not.toContain('A slow question')
})

test('Stop in the middle keeps the text and ends the run for everyone', async ({ page }) => {
  const stopped = page.waitForRequest((request) => request.method() === 'DELETE')
  const drawer = await openAssistant(page)
  const { articles } = conversationOf(page)
  await send(page, '[[demo:stall after=12]] Summarise this ticket')
  await expect(articles.last()).toContainText('Askdesk')
  await drawer.getByRole('button', { name: 'Stop' }).click()
  await finished(page)
  await expect(articles.last()).toContainText('Askdesk')
  await expect(articles.last()).toContainText('You stopped this answer')
  const run = await page.request.get((await stopped).url())
  expect(await run.text()).toContain('"outcome":"stopped"')
})

test('a reload in the middle goes on without a missing or doubled character', async ({ page }) => {
  await openAssistant(page)
  await send(page, '[[demo:slow ms=25]] Summarise this ticket')
  await grows(page)
  const resumed = page.waitForRequest(/\/api\/ai\/runs\/[^/]+\?after=\d+$/)
  await page.reload()
  const { articles } = conversationOf(page)
  await expect(articles).toHaveCount(2)
  const url = new URL((await resumed).url())
  expect(Number(url.searchParams.get('after'))).toBeGreaterThan(0)
  await finished(page)
  const whole = textOf(await (await page.request.get(url.pathname)).text())
  expect(whole.length).toBeGreaterThan(100)
  const copied = await copiedReply(page)
  expect(copied.slice(0, copied.lastIndexOf('\n\nAnswered by '))).toBe(whole)
  await expect(articles.last()).toContainText('AWS Claude · claude-sonnet-5')
})

test('a reply that was resumed after a reload can be stopped', async ({ page }) => {
  const drawer = await openAssistant(page)
  await send(page, '[[demo:slow ms=60]] Tell me more')
  await grows(page)
  await page.reload()
  await grows(page)
  const deleted = page.waitForResponse((response) => response.request().method() === 'DELETE')
  await drawer.getByRole('button', { name: 'Stop' }).click()
  expect((await deleted).status()).toBe(204)
  await finished(page)
  await expect(conversationOf(page).articles.last()).toContainText('You stopped this answer')
})

test('a reply ends where it belongs, whatever is looked at meanwhile', async ({ page }) => {
  const drawer = await openAssistant(page)
  const { articles } = conversationOf(page)
  // The page stops reading at the last event, so the request may end either way.
  const ended = Promise.race([
    page.waitForEvent('requestfinished', isAnswer),
    page.waitForEvent('requestfailed', isAnswer),
  ])
  await send(page, '[[demo:slow ms=40]] Summarise this ticket')
  await grows(page)
  await drawer.getByRole('button', { name: 'Close', exact: true }).click()
  await expect(drawer).toBeHidden()
  await page.getByRole('row', { name: /#1041/ }).click()
  await expect(page.getByRole('region', { name: 'Ticket #1041' })).toBeVisible()
  await page.getByRole('button', { name: 'Ask AI' }).click()
  await expect(drawer.getByRole('textbox', { name: 'Message' })).toBeVisible()
  await expect(articles).toHaveCount(0)
  await expect(drawer.getByRole('button', { name: 'Stop' })).toBeHidden()
  await ended
  await expect(articles).toHaveCount(0)

  await page.getByRole('row', { name: /#1042/ }).click()
  await finished(page)
  await expect(articles).toHaveCount(2)
  await expect(articles.last()).toContainText('AWS Claude · claude-sonnet-5')
})

function isAnswer(request: Request): boolean {
  return request.url().endsWith('/api/ai/stream')
}

/** Text of the last reply is coming in. */
async function grows(page: Page): Promise<void> {
  const last = conversationOf(page).articles.last()
  await expect(last).toContainText('Askdesk')
  const before = (await last.innerText()).length
  await expect.poll(async () => (await last.innerText()).length).toBeGreaterThan(before)
  await expect(drawerOf(page).getByRole('button', { name: 'Stop' })).toBeVisible()
}

/** The text of a run's events, put together without the page's own reader. */
function textOf(body: string): string {
  let text = ''
  for (const line of body.split('\n')) {
    if (!line.startsWith('data: {"id"')) continue
    const chunk: { choices?: { delta?: { content?: string } }[] } = JSON.parse(line.slice(6))
    text += chunk.choices?.[0]?.delta?.content ?? ''
  }
  return text
}
