import { choose, conversationOf, finished, openAssistant, send } from '../support/desk.ts'
import { expect, test } from '../support/stack-fixture.ts'

test('a retired model leads to its successor, and the reply says so', async ({ page }) => {
  const drawer = await openAssistant(page)
  const { articles } = conversationOf(page)
  await choose(page, 'Provider', /Groq/)
  await choose(page, 'Model', /llama-3\.1-8b/)
  await expect(drawer.getByRole('combobox', { name: 'Model' })).toHaveValue('llama-3.1-8b')
  await send(page, 'Summarise this ticket')
  await finished(page)
  await expect(articles.last()).toContainText(/llama-3\.1-8b → Groq · gpt-oss-20b \(retired/)
  await expect(articles.last()).toHaveAccessibleName('Assistant, answered by Groq · gpt-oss-20b')
  await page.reload()
  await expect(articles.last()).toContainText(/llama-3\.1-8b → Groq · gpt-oss-20b \(retired/)
})

test('OpenRouter Auto says which model really answered', async ({ page }) => {
  await openAssistant(page)
  const { articles } = conversationOf(page)
  await choose(page, 'Provider', /OpenRouter/)
  await send(page, 'Summarise this ticket')
  await finished(page)
  await expect(articles.last()).toContainText(
    /Auto → OpenRouter · [a-z-]+\/[\w.-]+ \(OpenRouter chose\)/,
  )
})

test('each reply keeps its own author when the choice changes', async ({ page }) => {
  const drawer = await openAssistant(page)
  const { articles } = conversationOf(page)
  await choose(page, 'Provider', /Groq/)
  await send(page, '[[demo:slow ms=20]] Summarise this ticket')
  await expect(articles.last()).toContainText('Askdesk')
  await choose(page, 'Provider', /OpenAI/)
  await expect(drawer.getByRole('button', { name: 'Stop' })).toBeVisible()
  await finished(page)
  await expect(articles.last()).toHaveAccessibleName(/answered by Groq/)
  await send(page, 'What should I do next?')
  await finished(page)
  await expect(articles.nth(1)).toHaveAccessibleName(/answered by Groq/)
  await expect(articles.nth(3)).toHaveAccessibleName(/answered by OpenAI/)
})
