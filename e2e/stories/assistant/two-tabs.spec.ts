import { conversationOf, drawerOf, finished, openAssistant, send } from '../support/desk.ts'
import { expect, test } from '../support/stack-fixture.ts'

test('a second tab of the same conversation has what the first one has', async ({
  page,
  context,
}) => {
  await openAssistant(page)
  await send(page, 'Summarise this ticket')
  await finished(page)
  const second = await context.newPage()
  await openAssistant(second)
  await expect(conversationOf(second).articles).toHaveCount(2)

  await send(page, 'What should I do next?')
  await finished(page)
  await expect(conversationOf(second).articles).toHaveCount(4)
  await expect(conversationOf(second).articles.last()).toContainText('AWS Claude')

  await send(second, 'Make it shorter')
  await finished(second)
  await expect(conversationOf(page).articles).toHaveCount(6)
  await expect(conversationOf(page).articles.last()).toContainText('AWS Claude')
})

test('a reply that runs in one tab is followed and can be stopped in another', async ({
  page,
  context,
}) => {
  await openAssistant(page)
  const second = await context.newPage()
  await openAssistant(second)
  await send(page, '[[demo:slow ms=50]] Summarise this ticket')
  const last = conversationOf(second).articles.last()
  await expect(last).toContainText('Askdesk')
  await drawerOf(second).getByRole('button', { name: 'Stop' }).click()
  await finished(page)
  await finished(second)
  await expect(conversationOf(page).articles.last()).toContainText(/stopped/)
  await expect(conversationOf(second).articles.last()).toContainText(/stopped/)
})
