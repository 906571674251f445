import { endEventSchema, type Receipt } from '@askdesk/contracts'
import type { Locator, Page } from 'playwright/test'
import { choose, conversationOf, drawerOf, finished, openAssistant, send } from '../support/desk.ts'
import { expect, test } from '../support/stack-fixture.ts'

test('a receipt says what the answer took, and where each number is from', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const receipts = collectReceipts(page)
  const drawer = await openAssistant(page)
  const { articles } = conversationOf(page)
  const total = drawer.getByText(/^\d+ answers? · /)

  await test.step('reported by the provider', async () => {
    await choose(page, 'Provider', /OpenAI/)
    await send(page, 'Summarise this ticket')
    await finished(page)
    const receipt = receiptAt(receipts, 0)
    expect(receipt.usageIs).toBe('reported')
    await expect(articles.last()).toContainText('Auto → OpenAI · gpt-4.1-mini')
    await expect(articles.last()).not.toContainText('(Auto)')
    expect(await factsOf(articles.last())).toEqual({
      'First words after': `${duration(receipt.ttftMs)} reported`,
      'Whole answer': `${duration(receipt.durationMs)} reported`,
      Speed: expect.stringMatching(/^[\d,.]+ tokens\/s reported$/),
      Tokens: `${tokens(receipt)} reported`,
      Cost: expect.stringMatching(/^\$0\.0\d+ list price of 20\d\d-\d\d-\d\d$/),
      'Exact model': receipt.answeredBy.model,
      'Ended with': 'stop',
      'Trace id': receipt.traceId,
    })
    await expect(total).toHaveText(
      new RegExp(
        `^1 answer · ${number(receipt.usage?.totalTokens)} tokens \\(reported\\) · \\$[\\d.]+ \\(estimated\\)$`,
      ),
    )
  })

  await test.step('the trace id goes to the clipboard', async () => {
    await articles.last().getByRole('button', { name: 'Trace id to clipboard' }).click()
    await expect(drawer.getByRole('status').filter({ hasText: 'Copied' })).toBeAttached()
    expect(await page.evaluate<string>('navigator.clipboard.readText()')).toBe(
      receiptAt(receipts, 0).traceId,
    )
  })

  await test.step('estimated where the provider says nothing, and without a price', async () => {
    await choose(page, 'Provider', /OpenRouter/)
    await send(page, '[[demo:usage-missing]] What should I do next?')
    await finished(page)
    const receipt = receiptAt(receipts, 1)
    expect(receipt.usageIs).toBe('estimated')
    const facts = await factsOf(articles.last())
    expect(facts).toMatchObject({
      'First words after': `${duration(receipt.ttftMs)} reported`,
      Speed: expect.stringMatching(/estimated$/),
      Tokens: `${tokens(receipt)} estimated`,
    })
    expect(facts).not.toHaveProperty('Cost')
    const sum = receipts.reduce((all, { usage }) => all + (usage?.totalTokens ?? 0), 0)
    await expect(total).toHaveText(
      new RegExp(
        `^2 answers · ${number(sum)} tokens \\(estimated\\) · over \\$[\\d.]+ \\(estimated\\)$`,
      ),
    )
  })

  await test.step('the gateway itself had another provider answer', async () => {
    await choose(page, 'Provider', /AWS/)
    await send(page, '[[demo:fallback to=openai]] And now?')
    await finished(page)
    await expect(articles.last()).toContainText(
      /AWS Claude · Auto → OpenAI · gpt-[\w.-]+ \(AWS Claude could not answer, so OpenAI did\)/,
    )
  })

  await test.step('all of it is the same after a reload', async () => {
    const before = await seen(articles, total)
    await page.reload()
    await expect(articles).toHaveCount(6)
    for (const index of [1, 3]) await openReceipt(articles.nth(index))
    expect(await seen(articles, total)).toEqual(before)
  })
})

test('a reply is marked good or bad: kept here, and sent where somebody takes it', async ({
  page,
}) => {
  const sent: unknown[] = []
  page.on('request', (request) => {
    if (request.url().endsWith('/api/ai/feedback')) sent.push(request.postDataJSON())
  })
  const receipts = collectReceipts(page)
  await openAssistant(page)
  const last = conversationOf(page).articles.last()
  const good = last.getByRole('button', { name: 'Good reply' })
  const bad = last.getByRole('button', { name: 'Bad reply' })
  await send(page, 'Summarise this ticket')
  await finished(page)
  const { traceId } = receiptAt(receipts, 0)

  await test.step('in demo mode it stays here and is kept', async () => {
    await good.click()
    await expect(good).toHaveAttribute('aria-pressed', 'true')
    await expect(last).toContainText('Kept here only')
    await bad.click()
    await page.reload()
    await expect(bad).toHaveAttribute('aria-pressed', 'true')
    await expect(good).toHaveAttribute('aria-pressed', 'false')
    await expect(last).toContainText('Kept here only')
    expect(sent).toEqual([])
  })

  await test.step('the proxy says that it has nobody to hand it to', async () => {
    await page.route('**/api/ai/providers', async (route) => {
      const response = await route.fetch()
      await route.fulfill({ response, json: { ...(await response.json()), upstream: 'portkey' } })
    })
    await page.reload()
    await expect(drawerOf(page)).not.toContainText('Demo mode')
    const answered = page.waitForResponse('**/api/ai/feedback')
    await good.click()
    expect((await answered).status()).toBe(501)
    await expect(last).toContainText('Kept here only')
    expect(sent).toEqual([{ traceId, value: 10 }])
  })

  await test.step('what could not be sent says why and goes out at the next press', async () => {
    await page.route('**/api/ai/feedback', (route) => route.abort(), { times: 1 })
    await bad.click()
    await expect(last).toContainText('Not sent, kept here.')
    await expect(last).toContainText('Press again to send it.')
    await page.reload()
    await expect(bad).toHaveAttribute('aria-pressed', 'true')
    await page.route('**/api/ai/feedback', (route) => route.fulfill({ status: 204 }))
    await bad.click()
    await expect(last).toContainText('Sent to Portkey')
    await bad.click()
    await expect(bad).toHaveAttribute('aria-pressed', 'false')
    await expect(last).not.toContainText('Sent to Portkey')
    expect(sent.slice(1)).toEqual([
      { traceId, value: -10 },
      { traceId, value: -10 },
      { traceId, value: 0 },
    ])
  })
})

/** The receipts that the proxy sends from now on, read beside the page. */
function collectReceipts(page: Page): Receipt[] {
  const receipts: Receipt[] = []
  void page.route('**/api/ai/stream', async (route) => {
    const response = await route.fetch()
    const body = await response.text()
    const end = /^event: end\ndata: (.+)$/m.exec(body)?.[1] ?? '{}'
    const { receipt } = endEventSchema.parse(JSON.parse(end))
    if (receipt) receipts.push(receipt)
    await route.fulfill({ response, body })
  })
  return receipts
}

function receiptAt(receipts: readonly Receipt[], index: number): Receipt {
  const receipt = receipts[index]
  if (!receipt) throw new Error(`There is no receipt ${index} yet.`)
  return receipt
}

async function openReceipt(article: Locator): Promise<void> {
  const facts = article.getByRole('term').first()
  if (!(await facts.isVisible())) await article.getByText(/to first words/).click()
  await expect(facts).toBeVisible()
}

/** Opens a receipt and reads it, name by name. */
async function factsOf(article: Locator): Promise<Record<string, string>> {
  await openReceipt(article)
  const names = await article.getByRole('term').allInnerTexts()
  const values = await article.getByRole('definition').allInnerTexts()
  return Object.fromEntries(names.map((name, index) => [name, oneLine(values[index] ?? '')]))
}

async function seen(articles: Locator, total: Locator): Promise<string[]> {
  return [...(await articles.allTextContents()), await total.innerText()]
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim()
}

function duration(ms: number | null): string {
  if (ms === null) return 'never'
  return ms < 1000 ? `${ms} ms` : `${(ms / 1000).toFixed(1)} s`
}

function tokens({ usage }: Receipt): string {
  return `${number(usage?.promptTokens)} in, ${number(usage?.completionTokens)} out`
}

function number(value: number | undefined): string {
  return (value ?? Number.NaN).toLocaleString('en')
}
