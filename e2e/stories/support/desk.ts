import { expect, type Locator, type Page, type Request } from 'playwright/test'

type SentMessage = { readonly role: string; readonly content: string }

/** The assistant: beside the ticket on a wide screen, a dialog on a narrow one. */
export function drawerOf(page: Page): Locator {
  return page
    .getByRole('complementary', { name: 'AI assistant' })
    .or(page.getByRole('dialog', { name: 'AI assistant' }))
}

export function conversationOf(page: Page): { log: Locator; articles: Locator } {
  const log = drawerOf(page).getByRole('log', { name: 'Conversation' })
  return { log, articles: log.getByRole('article') }
}

/** Opens a ticket with the assistant beside it. */
export async function openAssistant(page: Page, ticketId = 1042): Promise<Locator> {
  await page.goto(`/?ticket=${ticketId}&assistant=open`)
  await expect(page.getByRole('region', { name: `Ticket #${ticketId}` })).toBeVisible()
  const drawer = drawerOf(page)
  await expect(drawer.getByRole('textbox', { name: 'Message' })).toBeVisible()
  return drawer
}

export async function send(page: Page, text: string): Promise<void> {
  const message = drawerOf(page).getByRole('textbox', { name: 'Message' })
  await message.fill(text)
  await expect(drawerOf(page).getByRole('button', { name: 'Send' })).toBeEnabled()
  await message.press('Enter')
}

/** Nothing is being answered any more. */
export async function finished(page: Page): Promise<void> {
  const drawer = drawerOf(page)
  await expect(drawer.getByRole('button', { name: 'Stop' })).toBeHidden({ timeout: 30_000 })
  await expect(drawer.getByRole('button', { name: 'Send' })).toBeVisible()
}

export async function choose(page: Page, picker: string, option: RegExp): Promise<void> {
  await drawerOf(page).getByRole('combobox', { name: picker }).click()
  await page.getByRole('option', { name: option }).click()
}

/** Every question that the page asks from now on. */
export function collectAsked(page: Page): Request[] {
  const asked: Request[] = []
  page.on('request', (request) => {
    if (request.url().endsWith('/api/ai/stream')) asked.push(request)
  })
  return asked
}

export function messagesOf(request: Request | undefined): SentMessage[] {
  const body: { messages?: SentMessage[] } = request?.postDataJSON() ?? {}
  return body.messages ?? []
}

/** Complaints of the page: errors in its console, and those that nobody caught. */
export function collectComplaints(page: Page): string[] {
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  return complaints
}

/**
 * Plays a demo script for the next question only. The question that is seen stays as it was asked,
 * so that asking it again is answered well.
 */
export async function playOnce(page: Page, script: string): Promise<void> {
  await page.route(
    '**/api/ai/stream',
    async (route) => {
      const body: { messages: SentMessage[] } = route.request().postDataJSON()
      const messages = body.messages.map((message, index) =>
        index === body.messages.length - 1
          ? { ...message, content: `[[demo:${script}]] ${message.content}` }
          : message,
      )
      await route.continue({ postData: JSON.stringify({ ...body, messages }) })
    },
    { times: 1 },
  )
}

/** The last reply as Copy gives it: its exact Markdown, and who answered. */
export async function copiedReply(page: Page): Promise<string> {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  const last = conversationOf(page).articles.last()
  await last.getByRole('button', { name: 'Copy', exact: true }).click()
  await expect(drawerOf(page).getByRole('status').filter({ hasText: 'Copied' })).toBeAttached()
  return page.evaluate<string>('navigator.clipboard.readText()')
}
