/// <reference lib="dom" />
import { expect, test } from './support/stack-fixture.ts'

declare global {
  interface Window {
    slowestTask?: number
  }
}

const megabyte = 1_000_000

/** A line without an end, each another way to make a search go back over it. */
const lines = {
  'dashes and an at sign': `${'a-'.repeat(megabyte / 2)}@`,
  'dots and an at sign': `${'a.'.repeat(megabyte / 2)}@`,
  'base64 without a space': 'QUJDRA+/'.repeat(megabyte / 8),
  'signs of quotes': '>'.repeat(megabyte),
  'numbers of tickets': '#1'.repeat(megabyte / 2),
}

for (const [name, line] of Object.entries(lines)) {
  test(`a mail of 1 MB of ${name} does not freeze the page`, async ({ page }) => {
    await page.route('**/api/tickets/1042', async (route) => {
      const response = await route.fetch()
      const ticket: { messages: object[] } = await response.json()
      const mail = { ...ticket.messages[0], kind: 'customer', body: line }
      const subject = 'a'.repeat(26_000)
      await route.fulfill({ response, json: { ...ticket, subject, messages: [mail] } })
    })
    await page.addInitScript(() => {
      new PerformanceObserver((list) => {
        for (const { duration } of list.getEntries()) {
          window.slowestTask = Math.max(window.slowestTask ?? 0, duration)
        }
      }).observe({ type: 'longtask', buffered: true })
    })
    await page.goto('/?assistant=open')
    await expect(page.getByRole('textbox', { name: 'Message' })).toBeVisible()
    await page.evaluate(() => (window.slowestTask = 0))
    await page.getByRole('row', { name: /#1042/ }).click()
    const thread = page.getByRole('region', { name: 'Thread' })
    await expect(thread.getByRole('listitem')).toHaveCount(1)
    await expect(page.getByRole('textbox', { name: 'Message' })).toBeVisible()
    const longest = await page.evaluate(() => window.slowestTask ?? 0)
    process.stdout.write(`1 MB of ${name}: longest task ${Math.round(longest)} ms\n`)
    expect(await thread.getByRole('listitem').textContent()).toContain(line.slice(0, 1000))
  })
}
