import { conversationOf, drawerOf, finished } from './support/desk.ts'
import { expect, test } from './support/stack-fixture.ts'

test('from the list to an answer and back with the keyboard alone', async ({ page }) => {
  await page.goto('/')
  const row = page.getByRole('link', { name: /Beam 2 Pro cuts out on long descents/ })
  await expect(row).toBeVisible()

  await test.step('search, walk the list, open a ticket', async () => {
    await page.keyboard.press('/')
    await expect(page.getByRole('searchbox', { name: 'Search tickets' })).toBeFocused()
    await page.keyboard.type('descents')
    await expect(page).toHaveURL(/q=descents/)
    await expect(page.getByRole('table', { name: 'Tickets' }).getByRole('row')).toHaveCount(2)
    await page.keyboard.press('ArrowDown')
    await expect(row).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { name: /^#1042/ })).toBeFocused()
  })

  const drawer = drawerOf(page)
  const message = drawer.getByRole('textbox', { name: 'Message' })

  await test.step('ask, hear the answer, put it into the reply', async () => {
    // While a ticket loads no letter is a shortcut.
    await expect(page.getByRole('textbox', { name: 'Reply' })).toBeVisible()
    await page.keyboard.press('a')
    await expect(message).toBeFocused()
    await page.keyboard.type('Draft a reply')
    await page.keyboard.press('Enter')
    await finished(page)
    await expect(message).toBeFocused()
    const reply = conversationOf(page).articles.last()
    await expect(drawer.getByRole('status').filter({ hasText: 'Answer ready' })).toBeAttached()
    const spoken = drawer.locator('[aria-live="polite"]', { hasText: 'Assistant, answered by' })
    await expect(spoken).toHaveText(/Hello Eleanor/)
    await reply.getByRole('button', { name: 'Insert into reply' }).focus()
    await page.keyboard.press('Enter')
    await expect(page.getByRole('textbox', { name: 'Reply' })).toBeFocused()
    // The draft alone, as it may be sent: no remark to the agent, no Markdown.
    await expect(page.getByRole('textbox', { name: 'Reply' })).toHaveValue(/^Hello Eleanor[^*#]+$/)
  })

  await test.step('each Escape is one step back, and the focus is where it was', async () => {
    // Asked for again while it is open, from the row.
    await page.keyboard.press('Escape')
    await page.keyboard.press('k')
    await expect(row).toBeFocused()
    await page.keyboard.press('a')
    await expect(message).toBeFocused()
    await page.keyboard.press('Escape')
    await expect(drawer).toBeHidden()
    await expect(row).toBeFocused()
    await page.keyboard.press('Escape')
    await expect(page.getByRole('region', { name: 'Ticket #1042' })).toBeHidden()
    await expect(row).toBeFocused()
  })
})

test('the printed shortcuts are those that work, and letters can be switched off', async ({
  page,
}) => {
  await page.goto('/?ticket=1042')
  await expect(page.getByRole('textbox', { name: 'Reply' })).toBeVisible()
  await page.keyboard.press('r')
  await expect(page.getByRole('textbox', { name: 'Reply' })).toBeFocused()
  await page.keyboard.type('r and a are letters here')
  await expect(page.getByRole('textbox', { name: 'Reply' })).toHaveValue('r and a are letters here')
  await page.keyboard.press('Escape')

  await page.keyboard.press('?')
  const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
  await expect(sheet).toContainText('Ask AI')
  await sheet.getByRole('checkbox', { name: 'Single letters are shortcuts' }).uncheck()
  await page.keyboard.press('Escape')
  await expect(sheet).toBeHidden()
  await page.keyboard.press('a')
  await page.keyboard.press('j')
  await expect(drawerOf(page)).toBeHidden()
  await page.keyboard.press('ArrowDown')
  await expect(page.locator('[data-ticket-link]:focus')).toBeVisible()
})
