import type { Page } from 'playwright/test'
import {
  collectAsked,
  drawerOf,
  finished,
  messagesOf,
  openAssistant,
  send,
} from '../support/desk.ts'
import { expect, test } from '../support/stack-fixture.ts'

test('What the AI sees is what goes out, word for word', async ({ page }) => {
  const asked = collectAsked(page)
  const drawer = await openAssistant(page)
  const message = drawer.getByRole('textbox', { name: 'Message' })
  await send(page, 'Summarise this ticket')
  await finished(page)
  await message.fill('Draft a reply to her')
  const seen = await seenMessages(page)
  await message.press('Enter')
  await finished(page)
  expect(messagesOf(asked[1])).toEqual(seen)
  expect(seen.at(-1)).toEqual({ role: 'user', content: 'Draft a reply to her' })
})

test('internal notes go out only when they are ticked', async ({ page }) => {
  const asked = collectAsked(page)
  const note = 'A note that no customer should ever read'
  const posted = await page.request.post('/api/tickets/1042/messages', {
    data: { kind: 'note', body: note },
  })
  expect(posted.ok()).toBe(true)
  const drawer = await openAssistant(page)
  await expect(page.getByRole('region', { name: 'Ticket #1042' })).toContainText(note)
  await send(page, 'Summarise this ticket')
  await finished(page)
  expect(JSON.stringify(messagesOf(asked[0]))).not.toContain(note)

  await drawer.getByRole('checkbox', { name: /internal note/ }).check()
  expect(JSON.stringify(await seenMessages(page))).toContain(note)
  await send(page, 'And with the notes?')
  await finished(page)
  expect(JSON.stringify(messagesOf(asked[1]))).toContain(note)

  await drawer.getByRole('checkbox', { name: /internal note/ }).uncheck()
  expect(JSON.stringify(await seenMessages(page))).not.toContain(note)
})

/** Reads the preview and goes back to the conversation. */
async function seenMessages(page: Page): Promise<{ role: string; content: string }[]> {
  const drawer = drawerOf(page)
  await drawer.getByRole('button', { name: 'What the AI sees' }).click()
  const items = await drawer
    .getByRole('region', { name: 'What the AI sees' })
    .getByRole('listitem')
    .all()
  const messages = await Promise.all(
    items.map(async (item) => ({
      role: (await item.getByRole('heading').textContent()) ?? '',
      content: (await item.locator('pre').textContent()) ?? '',
    })),
  )
  await page.keyboard.press('Escape')
  await expect(drawer.getByRole('textbox', { name: 'Message' })).toBeFocused()
  return messages
}
