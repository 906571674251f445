import type { Locator } from 'playwright/test'
import {
  choose,
  collectAsked,
  collectComplaints,
  conversationOf,
  drawerOf,
  finished,
  messagesOf,
  send,
} from './support/desk.ts'
import { expect, test } from './support/stack-fixture.ts'

// Somebody reads along: what is written must still be coming while they scroll.
test.use({ stackEnv: { DEMO_PACE: '1' } })

test('open a ticket, ask one provider, switch, ask another, and lose nothing', async ({ page }) => {
  const asked = collectAsked(page)
  const complaints = collectComplaints(page)

  await test.step('the list, a view and a search', async () => {
    await page.goto('/')
    const tickets = page.getByRole('table', { name: 'Tickets' })
    await expect(tickets.getByRole('row', { name: /#1042/ })).toBeVisible()
    await page
      .getByRole('navigation', { name: 'Views' })
      .getByRole('link', { name: /Mine/ })
      .click()
    await expect(page).toHaveURL(/view=mine/)
    await page.getByRole('searchbox', { name: 'Search tickets' }).fill('descents')
    await expect(page).toHaveURL(/q=descents/)
    await expect(tickets.getByRole('row', { name: /#1042/ })).toBeVisible()
    await expect(tickets.getByRole('row')).toHaveCount(2)
  })

  await test.step('a ticket with its thread', async () => {
    await page.getByRole('row', { name: /#1042/ }).click()
    const panel = page.getByRole('region', { name: 'Ticket #1042' })
    await expect(panel).toContainText('Eleanor Whitcombe')
    await expect(panel.getByRole('textbox', { name: 'Reply' })).toBeVisible()
  })

  const drawer = drawerOf(page)
  const { log, articles } = conversationOf(page)

  await test.step('a suggestion, answered as it is written', async () => {
    await page.getByRole('button', { name: 'Ask AI' }).click()
    await expect(drawer).toBeVisible()
    await expect(page.getByRole('region', { name: 'Ticket #1042' })).toBeInViewport()
    await drawer.getByRole('group', { name: 'Suggestions' }).getByRole('button').first().click()
    await expect(articles).toHaveCount(2)
    await expectToGrow(articles.last())
    await finished(page)
    await expect(articles.last()).toContainText('AWS Claude · claude-sonnet-5')
    await expect(articles.last()).toHaveAccessibleName(/^Assistant, answered by AWS Claude/)
    expect(
      messagesOf(asked[0])
        .map((message) => message.content)
        .join('\n'),
    ).toMatch(/<ticket-[0-9a-f]{32} id="1042">/)
  })

  await test.step('another provider goes on with the same conversation', async () => {
    await choose(page, 'Provider', /OpenAI/)
    await choose(page, 'Model', /gpt-4\.1-mini/)
    await send(page, 'Draft a reply to her')
    await finished(page)
    await expect(articles).toHaveCount(4)
    await expect(articles.nth(1)).toContainText('AWS Claude · claude-sonnet-5')
    await expect(articles.nth(3)).toContainText('OpenAI · gpt-4.1-mini')
    const roles = messagesOf(asked[1]).map((message) => message.role)
    expect(roles.filter((role) => role === 'assistant')).toHaveLength(1)
    expect(messagesOf(asked[1]).at(-1)).toEqual({ role: 'user', content: 'Draft a reply to her' })
  })

  await test.step('reading back is not disturbed, and one press leads to the latest', async () => {
    await send(page, '[[demo:long words=900]] Tell me everything')
    await expect(articles).toHaveCount(6)
    await expectToGrow(articles.last())
    await log.hover()
    await page.mouse.wheel(0, -600)
    await expect(drawer.getByRole('button', { name: /^Jump to latest/ })).toBeVisible()
    const before = await topOf(articles.nth(3))
    await expectToGrow(articles.last())
    expect(await topOf(articles.nth(3))).toBe(before)
    await drawer.getByRole('button', { name: /^Jump to latest/ }).click()
    await expect(drawer.getByRole('button', { name: /^Jump to latest/ })).toBeHidden()
  })

  let stoppedText = ''
  await test.step('Stop keeps the text', async () => {
    await drawer.getByRole('button', { name: 'Stop' }).click()
    await finished(page)
    stoppedText = ((await articles.last().textContent()) ?? '').slice(0, 400)
    expect(stoppedText.length).toBeGreaterThan(100)
    await expect(articles.last()).toContainText(/stopped/i)
  })

  await test.step('a reload brings all of it back', async () => {
    await page.reload()
    await expect(articles).toHaveCount(6)
    await expect(articles.last()).toContainText(stoppedText)
    await expect(articles.nth(1)).toContainText('AWS Claude · claude-sonnet-5')
    await expect(articles.nth(3)).toContainText('OpenAI · gpt-4.1-mini')
    await expect(drawer.getByRole('combobox', { name: 'Provider' })).toHaveValue('openai')
    await expect(page.getByRole('searchbox', { name: 'Search tickets' })).toHaveValue('descents')
  })

  await test.step('Clear chat can be undone', async () => {
    await drawer.getByRole('button', { name: 'Clear chat' }).click()
    await expect(articles).toHaveCount(0)
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect(articles).toHaveCount(6)
  })

  expect(complaints).toEqual([])
})

async function expectToGrow(article: Locator): Promise<void> {
  const before = (await article.innerText()).length
  await expect.poll(async () => (await article.innerText()).length).toBeGreaterThan(before + 20)
}

async function topOf(article: Locator): Promise<number> {
  return Math.round((await article.boundingBox())?.y ?? Number.NaN)
}
