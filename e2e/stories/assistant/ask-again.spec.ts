import type { Locator } from 'playwright/test'
import {
  choose,
  collectAsked,
  conversationOf,
  finished,
  messagesOf,
  openAssistant,
  playOnce,
  send,
} from '../support/desk.ts'
import { expect, test } from '../support/stack-fixture.ts'

test('a stopped answer is tried again without it, or continued from it', async ({ page }) => {
  const asked = collectAsked(page)
  const drawer = await openAssistant(page)
  const { articles } = conversationOf(page)
  const last = articles.last()
  const stop = async (): Promise<void> => {
    await expect(last).toContainText('no model has')
    await drawer.getByRole('button', { name: 'Stop' }).click()
    await finished(page)
  }

  await playOnce(page, 'stall after=12')
  await send(page, 'Summarise this ticket')
  await stop()
  const partial = await textOf(last)
  await expect(last.getByRole('button', { name: 'Continue' })).toBeVisible()
  await last.getByRole('button', { name: 'Try again' }).click()
  await finished(page)
  await expect(articles).toHaveCount(2)
  await expect(last.getByRole('button', { name: 'Continue' })).toBeHidden()
  expect(messagesOf(asked[1]).map(({ role }) => role)).toEqual(['system', 'user', 'user'])
  expect(messagesOf(asked[1]).at(-1)?.content).toBe('Summarise this ticket')
  await last.getByRole('button', { name: 'Earlier answer' }).click()
  expect(await textOf(last)).toBe(partial)
  await last.getByRole('button', { name: 'Later answer' }).click()

  await playOnce(page, 'stall after=12')
  await send(page, 'What should I do next?')
  await stop()
  const cut = await textOf(last)
  await last.getByRole('button', { name: 'Continue' }).click()
  await finished(page)
  await expect(articles).toHaveCount(6)
  const [question, answer, goOn] = messagesOf(asked[3]).slice(-3)
  expect(question).toEqual({ role: 'user', content: 'What should I do next?' })
  expect(answer?.role).toBe('assistant')
  expect(plain(answer?.content ?? '')).toBe(plain(cut))
  expect(goOn?.content).toMatch(/^Continue/)
})

test('asked again elsewhere: the old answer is not sent, and stays within reach', async ({
  page,
}) => {
  const asked = collectAsked(page)
  const drawer = await openAssistant(page)
  const { articles } = conversationOf(page)
  const last = articles.last()
  await send(page, 'Summarise this ticket')
  await finished(page)

  await test.step('with another provider, then with another model', async () => {
    await drawer.getByRole('button', { name: 'Regenerate with…' }).click()
    await page.getByRole('menuitem', { name: /OpenAI/ }).click()
    await finished(page)
    await expect(last).toHaveAccessibleName('Assistant, answered by OpenAI · gpt-4.1-mini')
    await choose(page, 'Provider', /OpenAI/)
    await choose(page, 'Model', /gpt-4\.1,/)
    await last.getByRole('button', { name: 'Regenerate', exact: true }).click()
    await finished(page)
    await expect(last).toHaveAccessibleName('Assistant, answered by OpenAI · gpt-4.1')
    expect(asked[1]?.postDataJSON()).toMatchObject({ provider: 'openai', model: 'auto' })
    expect(asked[2]?.postDataJSON()).toMatchObject({ provider: 'openai', model: 'gpt-4.1' })
    for (const request of asked.slice(1)) {
      expect(messagesOf(request)).toEqual(messagesOf(asked[0]))
    }
    await expect(articles).toHaveCount(2)
  })

  const earlier = last.getByRole('button', { name: 'Earlier answer' })
  const later = last.getByRole('button', { name: 'Later answer' })
  let claude = ''
  await test.step('all three can be paged through, also after a reload', async () => {
    await expect(last).toContainText('3 of 3')
    await expect(later).toBeDisabled()
    await earlier.click()
    await expect(last).toHaveAccessibleName('Assistant, answered by OpenAI · gpt-4.1-mini')
    await earlier.click()
    await expect(last).toHaveAccessibleName('Assistant, answered by AWS Claude · claude-sonnet-5')
    await expect(earlier).toBeDisabled()
    claude = await textOf(last)
    await page.reload()
    await expect(last).toContainText('1 of 3')
    expect(await textOf(last)).toBe(claude)
    await later.click()
    await expect(last).toHaveAccessibleName('Assistant, answered by OpenAI · gpt-4.1-mini')
    await earlier.click()
  })

  await test.step('the next question builds on the one that is seen', async () => {
    await send(page, 'Make it shorter')
    await finished(page)
    const answers = messagesOf(asked[3]).filter(({ role }) => role === 'assistant')
    expect(answers).toHaveLength(1)
    expect(plain(answers[0]?.content ?? '')).toBe(plain(claude))
  })
})

test('a half-typed question is there after a reload, another ticket and a closed drawer', async ({
  page,
}) => {
  const drawer = await openAssistant(page)
  const message = drawer.getByRole('textbox', { name: 'Message' })
  const draft = 'Half a question\nwith a second li'
  await message.fill(draft)
  await page.reload()
  await expect(message).toHaveValue(draft)

  await page.getByRole('row', { name: /#1041/ }).click()
  await expect(page.getByRole('region', { name: 'Ticket #1041' })).toBeVisible()
  await expect(message).toHaveValue('')
  await message.fill('Another one')
  await page.getByRole('row', { name: /#1042/ }).click()
  await expect(message).toHaveValue(draft)

  await drawer.getByRole('button', { name: 'Close', exact: true }).click()
  await expect(drawer).toBeHidden()
  await page.getByRole('button', { name: 'Ask AI' }).click()
  await expect(message).toHaveValue(draft)
  await page.goto('/?ticket=1041&assistant=open')
  await expect(message).toHaveValue('Another one')
})

/** All of it, also what is scrolled out of sight and not drawn for that. */
async function textOf(article: Locator): Promise<string> {
  return (await article.locator('[data-reply-text]').textContent()) ?? ''
}

/** Letters alone, to compare Markdown with what was drawn of it. */
function plain(text: string): string {
  return text.replaceAll(/[^\p{L}\p{N}]+/gu, '')
}
