import type { Page } from 'playwright/test'
import { conversationOf, drawerOf, finished, send } from './support/desk.ts'
import { expect, test } from './support/stack-fixture.ts'

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })

test('on a phone: the list, a ticket, the assistant over it, and all the way back', async ({
  page,
}) => {
  await page.goto('/')
  const row = page.getByRole('row', { name: /Beam 2 Pro cuts out on long descents/ })
  await expect(row).toBeVisible()
  await expectToFit(page, 'list')
  await page.getByRole('button', { name: 'Filters' }).tap()
  await expectToFit(page, 'filters')
  await page.getByRole('button', { name: 'Filters' }).tap()

  await row.tap()
  const ticket = page.getByRole('region', { name: 'Ticket #1042' })
  await expect(ticket.getByRole('textbox', { name: 'Reply' })).toBeVisible()
  await expectToFit(page, 'ticket')
  const header = await page.getByRole('banner').boundingBox()
  expect((await ticket.boundingBox())?.y, 'nothing between header and ticket').toBe(header?.height)

  await page.getByRole('button', { name: 'Ask AI' }).tap()
  const drawer = page.getByRole('dialog', { name: 'AI assistant' })
  await expect(drawer.getByRole('textbox', { name: 'Message' })).toBeVisible()
  await expectToFit(page, 'empty assistant')
  await send(page, '[[demo:long words=300]] Tell me everything')
  await finished(page)
  await expectToFit(page, 'an answer with tables and code')
  await drawer.getByRole('button', { name: 'What the AI sees' }).tap()
  await expectToFit(page, 'what is sent')
  await drawer.getByRole('button', { name: 'Back to the conversation' }).tap()
  await send(page, '[[demo:429 retryAfter=30]] And now?')
  await expect(drawer.getByRole('alert')).toBeVisible()
  await expectToFit(page, 'an error')
  await expect(conversationOf(page).articles).toHaveCount(4)

  await page.goBack()
  await expect(drawer).toBeHidden()
  await expect(ticket).toBeVisible()
  await page.getByRole('button', { name: 'Back to the list' }).tap()
  await expect(ticket).toBeHidden()
  await expect(row).toBeVisible()
  await expectToFit(page, 'list again')
})

/** Nothing is wider than the screen, neither the page nor what scrolls inside the drawer. */
async function expectToFit(page: Page, state: string): Promise<void> {
  const width = await page.evaluate<number>('document.scrollingElement.scrollWidth')
  expect(width, `width of the page: ${state}`).toBeLessThanOrEqual(390)
  const drawer = drawerOf(page)
  if (!(await drawer.isVisible())) return
  for (const control of await drawer.getByRole('button').all()) {
    const box = await control.boundingBox()
    if (box === null) continue
    expect(box.x + box.width, `right edge of ${await control.innerText()}: ${state}`).toBeLessThan(
      391,
    )
  }
}
