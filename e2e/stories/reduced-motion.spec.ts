import type { Locator, Page } from 'playwright/test'
import { watchAnimations } from './support/animation-watch.ts'
import { conversationOf, drawerOf, finished, openAssistant, send } from './support/desk.ts'
import { expect, test } from './support/stack-fixture.ts'

test('who wants less motion gets none: waiting, streaming, scrolling, opening', async ({
  page,
}) => {
  const moved = await watchAnimations(page)
  await page.emulateMedia({ reducedMotion: 'reduce' })
  const drawer = await openAssistant(page)
  const { log, articles } = conversationOf(page)
  await send(page, '[[demo:never]] Are you there?')
  await expect(articles.last()).toContainText('Waiting for AWS Claude')
  await drawer.getByRole('button', { name: 'Stop' }).click()
  await send(page, '[[demo:long words=900]] Tell me everything')
  await finished(page)
  await log.press('Home')
  await drawer.getByRole('button', { name: /^Jump to latest/ }).click()
  await expect(articles.last().getByText('The end of the long answer')).toBeInViewport()
  await drawer.getByRole('button', { name: 'Regenerate with…' }).last().click()
  await page.keyboard.press('Escape')
  await page.setViewportSize({ width: 390, height: 844 })
  await expect(page.getByRole('dialog', { name: 'AI assistant' })).toBeVisible()
  await page.getByRole('dialog').getByRole('button', { name: 'Close', exact: true }).click()
  await page.getByRole('button', { name: 'Ask AI' }).click()
  await expect(page.getByRole('dialog', { name: 'AI assistant' })).toBeVisible()
  expect(await moved()).toEqual([])
})

test('the same does move for everyone else', async ({ page }) => {
  const moved = await watchAnimations(page)
  const drawer = await openAssistant(page)
  await send(page, '[[demo:never]] Are you there?')
  await expect(conversationOf(page).articles.last()).toContainText('Waiting for AWS Claude')
  await expect.poll(moved).not.toEqual([])
  await drawer.getByRole('button', { name: 'Stop' }).click()
})

test.describe('by finger', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })

  test('every button can be hit, and the main ones are large', async ({ page }) => {
    const drawer = await openAssistant(page)
    await expect(drawer.getByRole('group', { name: 'Suggestions' })).toBeVisible()
    await expectToBeHit(page, 'empty')
    await expectLarge(drawer.getByRole('group', { name: 'Suggestions' }).getByRole('button'))
    await send(page, '[[demo:long words=600]] Tell me everything')
    await expectLarge(drawer.getByRole('button', { name: 'Stop' }))
    await finished(page)
    for (const name of ['Close', 'Clear chat', 'Export', 'Send', 'Insert into reply', 'Copy'])
      await expectLarge(drawer.getByRole('button', { name, exact: true }))
    for (const name of ['Provider', 'Model'])
      await expectLarge(drawer.getByRole('combobox', { name }))
    await expectToBeHit(page, 'an answer')
    await drawer.getByRole('button', { name: 'Regenerate with…' }).tap()
    await expectLarge(page.getByRole('menuitem'))
    await page.keyboard.press('Escape')
    await send(page, '[[demo:429 retryAfter=30]] And now?')
    await expectLarge(drawer.getByRole('alert').getByRole('button'))
    await expectToBeHit(page, 'an error')
    await drawer.getByRole('button', { name: 'Fault lab' }).tap()
    await expect(drawer.getByRole('radio').first()).toBeVisible()
    await expectToBeHit(page, 'fault lab')
  })
})

test('in forced colours the focus and what is pressed are seen', async ({ page }) => {
  await page.emulateMedia({ forcedColors: 'active' })
  const drawer = await openAssistant(page)
  await send(page, 'Summarise this ticket')
  await finished(page)
  const button = (name: string): Locator => drawer.getByRole('button', { name, exact: true })
  for (const control of [
    drawer.getByRole('textbox', { name: 'Message' }),
    drawer.getByRole('combobox', { name: 'Provider' }),
    button('Clear chat'),
    button('Copy'),
    button('What the AI sees'),
    conversationOf(page).log,
  ]) {
    await page.getByRole('searchbox', { name: 'Search tickets' }).focus()
    await expectToLookDifferent(page, control, () => control.focus())
  }
  // With the focus elsewhere before and after: what is seen is the state.
  for (const [name, state] of [
    ['Good reply', 'pressed'],
    ['Fault lab', 'expanded'],
  ] as const) {
    await button('Copy').focus()
    await expectToLookDifferent(page, button(name), async () => {
      await button(name).press('Enter')
      await expect(drawer.getByRole('button', { name, [state]: true })).toBeVisible()
      await button('Copy').focus()
    })
  }
})

/** At least 24 × 24, as WCAG 2.5.8 asks. */
async function expectToBeHit(page: Page, state: string): Promise<void> {
  for (const control of await drawerOf(page).getByRole('button').all()) {
    const box = await control.boundingBox()
    if (box === null) continue
    const name = (await control.getAttribute('aria-label')) ?? (await control.innerText())
    expect.soft(Math.min(box.width, box.height), `${name}: ${state}`).toBeGreaterThanOrEqual(24)
  }
}

async function expectLarge(controls: Locator): Promise<void> {
  await expect(controls.first()).toBeVisible()
  for (const control of await controls.all()) {
    const box = await control.boundingBox()
    const name = (await control.getAttribute('aria-label')) ?? (await control.innerText())
    expect
      .soft(Math.min(box?.width ?? 0, box?.height ?? 0), `${name} is large`)
      .toBeGreaterThanOrEqual(44)
  }
}

/** Compares pixels: whatever says it, something does. */
async function expectToLookDifferent(
  page: Page,
  control: Locator,
  change: () => Promise<void>,
): Promise<void> {
  await control.scrollIntoViewIfNeeded()
  const box = await control.boundingBox()
  if (!box) throw new Error('The control has no place on the screen.')
  const clip = { x: box.x - 4, y: box.y - 4, width: box.width + 8, height: box.height + 8 }
  const before = await page.screenshot({ clip })
  await change()
  const after = await page.screenshot({ clip })
  const name = await control.getAttribute('aria-label')
  expect.soft(after.equals(before), `${name} looks the same`).toBe(false)
}
