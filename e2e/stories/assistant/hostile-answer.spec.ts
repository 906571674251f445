import type { Page } from 'playwright/test'
import {
  collectComplaints,
  conversationOf,
  finished,
  openAssistant,
  send,
} from '../support/desk.ts'
import { expect, test } from '../support/stack-fixture.ts'

test('a hostile answer is text: no script, no request, no complaint of the policy', async ({
  page,
}) => {
  const watched = watch(page)
  await openAssistant(page)
  await expectHarmless(page, watched)
})

test('the same without the content security policy', async ({ page }) => {
  await page.route('**/*', async (route) => {
    if (route.request().resourceType() !== 'document') return route.fallback()
    const response = await route.fetch()
    const headers = response.headers()
    expect(headers['content-security-policy']).toBeDefined()
    delete headers['content-security-policy']
    await route.fulfill({ response, headers })
  })
  const watched = watch(page)
  await openAssistant(page)
  await expectHarmless(page, watched)
})

type Watched = {
  readonly complaints: string[]
  readonly foreign: string[]
  readonly dialogs: string[]
}

function watch(page: Page): Watched {
  const watched: Watched = { complaints: collectComplaints(page), foreign: [], dialogs: [] }
  page.on('request', (request) => {
    const { protocol, hostname } = new URL(request.url())
    if (protocol.startsWith('http') && hostname !== 'localhost') watched.foreign.push(request.url())
  })
  page.on('dialog', (dialog) => {
    watched.dialogs.push(dialog.message())
    void dialog.dismiss()
  })
  return watched
}

async function expectHarmless(page: Page, watched: Watched): Promise<void> {
  await send(page, '[[demo:hostile-markdown]] What does it say?')
  await finished(page)
  const reply = conversationOf(page).articles.last()
  await expect(reply).toContainText('the last line')
  await expect(reply.getByRole('link', { name: 'link', exact: true })).toHaveAttribute(
    'href',
    'https://example.com/',
  )
  const hrefs = await reply
    .getByRole('link')
    .evaluateAll((links) => links.map((link) => String(link.getAttribute('href'))))
  expect(hrefs.filter((href) => !/^https?:|^mailto:/.test(href))).toEqual([])
  for (const element of ['script', 'img', 'iframe', 'form', 'style', 'base', 'object', 'embed']) {
    await expect(reply.locator(element), element).toHaveCount(0)
  }
  // After a reload it is drawn again, from the storage.
  await page.reload()
  await expect(reply).toContainText('the last line')
  expect(await page.evaluate('window.hostile')).toBeUndefined()
  expect(watched).toEqual({ complaints: [], foreign: [], dialogs: [] })
}
