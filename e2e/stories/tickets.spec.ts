import type { Locator, Page } from 'playwright/test'
import { conversationOf, finished, openAssistant, send } from './support/desk.ts'
import { expect, test } from './support/stack-fixture.ts'

test('filters and order narrow the list, live in the address, and are cleared', async ({
  page,
}) => {
  await page.goto('/?view=all')
  const rows = page.getByRole('table', { name: 'Tickets' }).getByRole('row')
  await expect(page.getByRole('row', { name: /#1042/ })).toBeVisible()
  await page.getByRole('combobox', { name: 'Filter by status' }).selectOption('pending')
  await expect(page).toHaveURL(/status=pending/)
  await page.getByRole('combobox', { name: 'Filter by priority' }).selectOption('high')
  await expect(page).toHaveURL(/priority=high/)
  await expect(page.getByRole('row', { name: /#1042/ })).toHaveCount(0)
  // The rows of the filter before stay on show until the others have come.
  await expect
    .poll(async () => {
      const [, ...texts] = await rows.allTextContents()
      return texts.length > 0 && texts.every((text) => /Pending/.test(text) && /High/.test(text))
    })
    .toBe(true)
  await page.getByRole('button', { name: 'Clear filters' }).click()
  await expect(page.getByRole('row', { name: /#1042/ })).toBeVisible()

  await page.getByRole('button', { name: 'Due' }).click()
  await expect(page).toHaveURL(/sort=due/)
  await expect(page.getByRole('columnheader', { name: 'Due' })).toHaveAttribute(
    'aria-sort',
    /ascending|descending/,
  )
  await rows.nth(1).click()
  await page.goBack()
  await page.goBack()
  await expect(page).not.toHaveURL(/sort=/)
})

test('a field is changed where it stands, and the change can be undone', async ({ page }) => {
  await page.goto('/?view=all&ticket=1041')
  const status = fieldOf(page, 1041, 'Status')
  const before = await status.inputValue()
  const after = before === 'solved' ? 'open' : 'solved'
  await status.selectOption(after)
  await page.getByRole('button', { name: 'Undo', exact: true }).click()
  await expect(status).toHaveValue(before)
  await expect
    .poll(async () => (await (await page.request.get('/api/tickets/1041')).json()).status)
    .toBe(before)
})

test('two people change one ticket: nothing is overwritten unseen', async ({ page, context }) => {
  await page.goto('/?ticket=1042')
  const priority = fieldOf(page, 1042, 'Priority')
  await expect(priority).toHaveValue('high')
  // The first page hears nothing of it, as if it were asleep.
  await page.route(/\/api\/tickets\/(events|1042$)/, (route) =>
    route.request().method() === 'PATCH' ? route.continue() : route.abort(),
  )
  const other = await context.newPage()
  await other.goto('/?ticket=1042')
  await fieldOf(other, 1042, 'Status').selectOption('pending')
  await fieldOf(other, 1042, 'Priority').selectOption('low')
  await expect
    .poll(async () => (await (await page.request.get('/api/tickets/1042')).json()).priority)
    .toBe('low')
  await other.close()

  await priority.selectOption('urgent')
  const panel = page.getByRole('region', { name: 'Ticket #1042' })
  await expect(panel).toContainText('someone else changed the ticket')
  await expect(fieldOf(page, 1042, 'Status')).toHaveValue('pending')
  await expect(priority).toHaveValue('low')
  await panel.getByRole('button', { name: 'Apply again' }).click()
  await expect(priority).toHaveValue('urgent')
  await expect(panel).not.toContainText('someone else changed the ticket')
  await expect
    .poll(async () => {
      const ticket = await (await page.request.get('/api/tickets/1042')).json()
      return [ticket.status, ticket.priority]
    })
    .toEqual(['pending', 'urgent'])
  await page.request.patch('/api/tickets/1042', {
    data: {
      status: 'open',
      priority: 'high',
      version: (await (await page.request.get('/api/tickets/1042')).json()).version,
    },
  })
})

test('what was written for the customer survives a reload, and is posted once', async ({
  page,
}) => {
  await page.goto('/?ticket=1040')
  const panel = page.getByRole('region', { name: 'Ticket #1040' })
  const reply = panel.getByRole('textbox', { name: 'Reply' })
  await reply.fill('Half a sentence that')
  await page.reload()
  await expect(reply).toHaveValue('Half a sentence that')
  await reply.fill('A whole sentence.')
  await reply.press('Control+Enter')
  await expect(reply).toHaveValue('')
  await expect(panel.getByText('A whole sentence.')).toHaveCount(1)
  await page.reload()
  await expect(reply).toHaveValue('')
  await expect(panel.getByText('A whole sentence.')).toHaveCount(1)
})

test('a failing tickets API says so, keeps the rest, and is tried again', async ({ page }) => {
  let fails = true
  await page.route(/\/api\/tickets(\?|\/1042$)/, (route) =>
    fails ? route.fulfill({ status: 500, json: { error: failure } }) : route.fallback(),
  )
  await page.goto('/?ticket=1042')
  await expect(page.getByText('The tickets could not be loaded')).toBeVisible()
  await expect(page.getByText('The ticket could not be loaded')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Ask AI' })).toBeEnabled()
  fails = false
  await page.getByRole('button', { name: 'Reload tickets' }).click()
  await expect(page.getByRole('row', { name: /#1042/ })).toBeVisible()
  await page.getByRole('button', { name: 'Reload ticket', exact: true }).click()
  await expect(page.getByRole('textbox', { name: 'Reply' })).toBeVisible()
})

const failure = {
  message: 'Something went wrong on the server. Try again in a moment.',
  type: 'api_error',
  code: 'internal',
  retryable: true,
}

function fieldOf(page: Page, ticketId: number, name: string) {
  return page
    .getByRole('region', { name: `Ticket #${ticketId}` })
    .getByRole('combobox', { name, exact: true })
}

test('the browser’s own undo takes an inserted answer out again, and puts it back', async ({
  page,
}) => {
  await openAssistant(page, 1039)
  const panel = page.getByRole('region', { name: 'Ticket #1039' })
  const reply = panel.getByRole('textbox', { name: 'Reply' })
  await reply.fill('Hello,')
  await send(page, 'Draft a reply')
  await finished(page)
  const { articles } = conversationOf(page)
  await articles.last().getByRole('button', { name: 'Insert into reply' }).click()
  await expect(reply).toBeFocused()
  await expect(reply).toHaveValue(/^Hello,\n\n\S/)
  await expect(panel).toContainText('Drafted by')
  await page.keyboard.press('Control+z')
  await expect(reply).toHaveValue('Hello,')
  await expect(panel).not.toContainText('Drafted by')
  await page.keyboard.press('Control+Shift+z')
  await expect(reply).toHaveValue(/^Hello,\n\n\S/)
  await reply.fill('')
})

test('a summary goes into an internal note first, and Ctrl+Z takes back a change', async ({
  page,
}) => {
  await openAssistant(page, 1038)
  const panel = page.getByRole('region', { name: 'Ticket #1038' })
  await send(page, 'Summarise this ticket')
  await finished(page)
  const { articles } = conversationOf(page)
  await articles.last().getByRole('button', { name: 'Insert into reply' }).click()
  const note = panel.getByRole('textbox', { name: 'Internal note' })
  await expect(note).toBeFocused()
  await expect(note).not.toHaveValue('')
  await panel.getByRole('button', { name: 'Move to public reply' }).click()
  await expect(panel.getByRole('textbox', { name: 'Reply' })).not.toHaveValue('')
  await panel.getByRole('textbox', { name: 'Reply' }).fill('')

  const priority = fieldOf(page, 1038, 'Priority')
  const before = await priority.inputValue()
  await priority.selectOption(before === 'low' ? 'high' : 'low')
  await expect(page.getByRole('button', { name: 'Undo', exact: true })).toBeVisible()
  await panel.getByRole('region', { name: 'Thread' }).click()
  await page.keyboard.press('Control+z')
  await expect(priority).toHaveValue(before)
})

test('two tabs write one reply: neither wipes it, and it is posted once', async ({
  page,
  context,
}) => {
  await page.goto('/?ticket=1037')
  const other = await context.newPage()
  await other.goto('/?ticket=1037')
  await expect(replyIn(other)).toBeVisible()
  await replyIn(page).fill('From the first tab')
  await expect(replyIn(other)).toHaveValue('From the first tab')
  await replyIn(other).press('End')
  await replyIn(other).pressSequentially('!')
  await expect(replyIn(page)).toHaveValue('From the first tab!')
  await replyIn(other).press('Control+Enter')
  await expect(replyIn(other)).toHaveValue('')
  await expect(replyIn(page)).toHaveValue('')
  await other.close()
})

function replyIn(tab: Page): Locator {
  const panel = tab.getByRole('region', { name: 'Ticket #1037' })
  return panel.getByRole('textbox', { name: 'Reply' })
}
