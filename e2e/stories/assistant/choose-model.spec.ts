import { conversationOf, drawerOf, finished, openAssistant, send } from '../support/desk.ts'
import { expect, test } from '../support/stack-fixture.ts'

const models = {
  aws: [/claude-sonnet-5/, /claude-haiku-4-5/, /claude-3-5-sonnet/, /claude-3-haiku/],
  openai: [/gpt-4\.1$|gpt-4\.1,/, /gpt-4\.1-mini/, /gpt-4o-mini/, /gpt-6-luna/],
  groq: [/gpt-oss-120b/, /gpt-oss-20b/, /llama-3\.1-70b/, /llama-3\.1-8b/, /mixtral-8x7b/],
}

test('each model is one choice, by its id, and Auto is another', async ({ page }) => {
  const drawer = await openAssistant(page)
  for (const [provider, names] of Object.entries(models)) {
    await drawer.getByRole('combobox', { name: 'Provider' }).selectOption(provider)
    const model = drawer.getByRole('combobox', { name: 'Model' })
    await expect(model.getByRole('option').first()).toHaveAccessibleName('Auto')
    for (const name of names) await expect(page.getByRole('option', { name })).toHaveCount(1)
  }
})

test('a model is chosen by pointer, by value and by keyboard', async ({ page }) => {
  const drawer = await openAssistant(page)
  const provider = drawer.getByRole('combobox', { name: 'Provider' })
  const model = drawer.getByRole('combobox', { name: 'Model' })

  await provider.click()
  await page.getByRole('option', { name: /OpenAI/ }).click()
  await model.click()
  await page.getByRole('option', { name: /gpt-4\.1-mini/ }).click()
  await expect(model).toHaveValue('gpt-4.1-mini')

  await provider.selectOption('groq')
  await expect(model).toHaveValue('auto')
  await model.selectOption('gpt-oss-20b')
  await expect(model).toHaveValue('gpt-oss-20b')

  await model.focus()
  await page.keyboard.press('Enter')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(model).toHaveValue('llama-3.1-70b')
  await expect(drawer).toBeVisible()
})

test('a reply holds no words of menus that are closed', async ({ page }) => {
  const drawer = await openAssistant(page)
  await send(page, 'Summarise this ticket')
  await finished(page)
  const { articles } = conversationOf(page)
  await expect(articles.last()).not.toContainText('Groq')
  await drawer.getByRole('button', { name: 'Regenerate with…' }).click()
  await expect(page.getByRole('menuitem').first()).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('menuitem')).toHaveCount(0)
  await expect(drawerOf(page)).toBeVisible()
  await drawer.getByRole('button', { name: 'Regenerate with…' }).click()
  await page.getByRole('menuitem', { name: /Groq/ }).click()
  await finished(page)
  await expect(articles.last()).toHaveAccessibleName(/answered by Groq/)
})
