import type { Page } from 'playwright/test'
import { collectComplaints, conversationOf, finished, openAssistant, send } from './support/desk.ts'
import { expect, test } from './support/stack-fixture.ts'

test('a full storage: said so, nothing stored is lost, and kept again once there is room', async ({
  page,
}) => {
  const complaints = collectComplaints(page)
  const drawer = await openAssistant(page)
  const { articles } = conversationOf(page)
  await send(page, 'Summarise this ticket')
  await finished(page)
  await fillStorage(page)
  await send(page, 'What should I do next?')
  await finished(page)
  await expect(drawer.getByText(/storage is full/)).toBeVisible()
  await expect(articles).toHaveCount(4)
  await expect(articles.last()).toContainText('AWS Claude · claude-sonnet-5')

  await page.reload()
  await expect(articles).toHaveCount(2)
  await expect(articles.first()).toContainText('Summarise this ticket')
  await expect(articles.last()).toContainText('AWS Claude · claude-sonnet-5')

  await send(page, 'And now?')
  await finished(page)
  await expect(drawer.getByText(/storage is full/)).toBeVisible()
  await page.evaluate(`
    for (const key of Object.keys(localStorage)) if (key.startsWith('filler')) localStorage.removeItem(key)
  `)
  await send(page, 'Make it shorter')
  await finished(page)
  await expect(drawer.getByText(/storage is full/)).toBeHidden()
  await page.reload()
  await expect(articles).toHaveCount(6)
  expect(complaints).toEqual([])
})

test('what cannot be read is said, left as it is, and nobody is kept from asking', async ({
  page,
}) => {
  const complaints = collectComplaints(page)
  const drawer = await openAssistant(page)
  const { articles } = conversationOf(page)
  await send(page, 'Summarise this ticket')
  await finished(page)
  const stored = await storageOf(page)
  const good = stored[keyOf(1042)] ?? ''
  expect(good).toMatch(/^\{"version":1,.*"mayFallBack":false,"removed":\[\]/)
  const garbage = Object.fromEntries(Object.keys(stored).map((key) => [key, '{"version":1,"ex']))
  const spoilt: Record<string, string> = {
    ...garbage,
    [keyOf(1041)]: good.replace('"version":1', '"version":0'),
    [keyOf(1040)]: good.replace('"version":1', '"version":99'),
    [keyOf(1039)]: good.replace('"mayFallBack":false,"removed":[]', '"added":"later"'),
  }
  // The page that is left writes once more: what is spoilt must come after that.
  await page.goto('about:blank')
  await page.addInitScript(`
    if (!sessionStorage.getItem('spoilt')) {
      sessionStorage.setItem('spoilt', 'yes')
      for (const [key, value] of Object.entries(${JSON.stringify(spoilt)})) localStorage.setItem(key, value)
    }
  `)

  for (const [ticket, words] of [
    [1042, /could not be read/],
    [1041, /could not be read/],
    [1040, /newer Askdesk wrote this/],
  ] as const) {
    await test.step(`#${ticket}: ${words.source}`, async () => {
      await openAssistant(page, ticket)
      await expect(drawer.getByText(words)).toBeVisible()
      await expect(articles).toHaveCount(0)
      await drawer.getByRole('textbox', { name: 'Message' }).fill('Half a question')
    })
  }
  await test.step('questions are answered all the same', async () => {
    await send(page, 'What should I do next?')
    await finished(page)
    await expect(articles).toHaveCount(2)
    await expect(articles.last()).toContainText('AWS Claude · claude-sonnet-5')
  })
  await test.step('a field more or less is no reason to refuse a conversation', async () => {
    await openAssistant(page, 1039)
    await expect(articles).toHaveCount(2)
    await expect(drawer.getByText(/could not be read|newer Askdesk/)).toBeHidden()
  })
  const after = await storageOf(page)
  for (const ticket of [1042, 1041, 1040]) expect(after[keyOf(ticket)]).toBe(spoilt[keyOf(ticket)])
  expect(complaints).toEqual([])
})

function keyOf(ticketId: number): string {
  return `askdesk:conversation:ticket:${ticketId}`
}

function storageOf(page: Page): Promise<Record<string, string>> {
  return page.evaluate<Record<string, string>>('({ ...localStorage })')
}

/** Takes all the room that is left, to the last character. */
async function fillStorage(page: Page): Promise<void> {
  await page.evaluate(`
    let count = 0
    for (let size = 1 << 20; size >= 1; ) {
      try {
        localStorage.setItem('filler' + count, 'x'.repeat(size))
        count += 1
      } catch {
        size >>= 1
      }
    }
  `)
}
