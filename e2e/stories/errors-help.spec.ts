import type { Page } from 'playwright/test'
import {
  choose,
  collectAsked,
  conversationOf,
  drawerOf,
  finished,
  messagesOf,
  openAssistant,
  playOnce,
  send,
} from './support/desk.ts'
import { expect, test } from './support/stack-fixture.ts'

test('a rate limit counts down, and one click has another provider answer', async ({ page }) => {
  const asked = collectAsked(page)
  const drawer = await openAssistant(page)
  const { articles } = conversationOf(page)
  await playOnce(page, '429 retryAfter=30')
  await send(page, 'What is this about?')

  const card = drawer.getByRole('alert')
  await expect(card).toContainText('AWS Claude')
  await expect(card).toContainText(/in \d+ s/)
  await expect(card.getByRole('button', { name: 'Try again' })).toBeVisible()
  await card.getByRole('button', { name: 'Answer with Groq' }).click()
  await finished(page)

  await expect(card).toHaveCount(0)
  await expect(articles).toHaveCount(2)
  await expect(articles.first()).toContainText('What is this about?')
  await expect(articles.last()).toHaveAccessibleName(/answered by Groq/)
  await expect(articles.last()).toContainText('Groq · ')
  expect(asked[1]?.postDataJSON()).toMatchObject({ provider: 'groq' })
  expect(questionsOf(asked[1])).toEqual(['What is this about?'])
  // Help for one question is not a change of mind about the next.
  await expect(drawer.getByRole('combobox', { name: 'Provider' })).toHaveValue('aws')
})

test('a limit of a few seconds is waited for, which the page says, before anyone is asked', async ({
  page,
}) => {
  const asked = collectAsked(page)
  const drawer = await openAssistant(page)
  await playOnce(page, '429 retryAfter=4')
  await send(page, 'What is this about?')
  await expect(drawer).toContainText(/takes no more questions just now. Asking again in \d s…/)
  await expect(drawer.getByRole('alert')).toHaveCount(0)
  // It is as busy the second time, and then there is a card, as after any failure.
  await expect(drawer.getByRole('alert').getByRole('button', { name: 'Try again' })).toBeVisible()
  expect(asked).toHaveLength(1)
})

test('while a busy provider is waited for, the question can be stopped', async ({ page }) => {
  const drawer = await openAssistant(page)
  await playOnce(page, '429 retryAfter=5')
  await send(page, 'What is this about?')
  await expect(drawer).toContainText('Asking again in')
  await drawer.getByRole('button', { name: 'Stop' }).click()
  await expect(drawer).not.toContainText('Asking again in')
  await expect(drawer.getByRole('alert')).toHaveCount(0)
  await send(page, 'Another question')
  await finished(page)
})

test('what failed is tried again, and never goes out with a later question', async ({ page }) => {
  const asked = collectAsked(page)
  const drawer = await openAssistant(page)
  const { articles } = conversationOf(page)
  await choose(page, 'Provider', /OpenAI/)
  await playOnce(page, '500')
  await send(page, 'The first question')
  await drawer.getByRole('alert').getByRole('button', { name: 'Try again' }).click()
  await finished(page)
  await expect(articles.last()).toContainText('OpenAI · gpt-4.1-mini')
  expect(questionsOf(asked[1])).toEqual(['The first question'])

  await send(page, '[[demo:503]] The second question')
  await expect(drawer.getByRole('alert')).toContainText('OpenAI')
  await send(page, 'The third question')
  await finished(page)
  expect(questionsOf(asked[3])).toEqual(['The first question', 'The third question'])
  expect(JSON.stringify(messagesOf(asked[3]))).not.toContain('The second question')
  await expect(articles).toHaveCount(6)
})

for (const [what, script, title] of [
  ['a stream that is cut', 'cut after=5', /cut off/],
  ['an error half-way', 'mid-error after=5', /OpenAI/],
  ['a connection that is reset', 'reset after=5', /cut off/],
] as const) {
  test(`${what} keeps the text that came, with what to do below it`, async ({ page }) => {
    const asked = collectAsked(page)
    const drawer = await openAssistant(page)
    const { articles } = conversationOf(page)
    await choose(page, 'Provider', /OpenAI/)
    await playOnce(page, script)
    await send(page, 'Summarise this ticket')
    const card = drawer.getByRole('alert')
    await expect(card).toContainText(title)
    await expect(articles.last()).toContainText('Askdesk')
    expect(await isBelow(page)).toBe(true)
    await card.getByRole('button', { name: 'Try again' }).click()
    await finished(page)
    await expect(card).toHaveCount(0)
    await expect(articles).toHaveCount(2)
    await expect(articles.last()).toContainText('OpenAI · gpt-4.1-mini')
    expect(questionsOf(asked[1])).toEqual(['Summarise this ticket'])
  })
}

/** Whether the card stands under the text that came. */
async function isBelow(page: Page): Promise<boolean> {
  const card = await drawerOf(page).getByRole('alert').boundingBox()
  const text = await conversationOf(page).articles.last().locator('p').first().boundingBox()
  return card !== null && text !== null && card.y >= text.y + text.height
}

/** The agent's own questions of a request: what is a user's message but not the ticket. */
function questionsOf(request: Parameters<typeof messagesOf>[0]): string[] {
  return messagesOf(request)
    .filter(({ role, content }) => role === 'user' && !content.includes('<ticket-'))
    .map(({ content }) => content)
}
