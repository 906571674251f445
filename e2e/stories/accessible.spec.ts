import { expectAccessible } from './support/axe.ts'
import { conversationOf, drawerOf, finished, openAssistant, send } from './support/desk.ts'
import { expect, test } from './support/stack-fixture.ts'

for (const colorScheme of ['light', 'dark'] as const) {
  test(`no rule of WCAG 2.2 AA is broken, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })

    await page.goto('/')
    await expect(page.getByRole('row', { name: /#1042/ })).toBeVisible()
    await expectAccessible(page, 'list')
    await page.getByRole('row', { name: /#1042/ }).click()
    await expect(page.getByRole('textbox', { name: 'Reply' })).toBeVisible()
    await expectAccessible(page, 'ticket')

    const drawer = await openAssistant(page)
    await expect(drawer.getByRole('group', { name: 'Suggestions' })).toBeVisible()
    await expectAccessible(page, 'empty assistant')
    await send(page, '[[demo:long words=150]] Tell me everything')
    await finished(page)
    await expectAccessible(page, 'an answer')
    await send(page, 'Summarise this ticket')
    await finished(page)
    await expect(conversationOf(page).articles.last().getByRole('heading').first()).toBeVisible()
    await expectAccessible(page, 'an answer whose first heading is of the second level')
    await drawer.getByRole('button', { name: 'Regenerate with…' }).last().click()
    await expectAccessible(page, 'an open menu')
    await page.keyboard.press('Escape')
    await send(page, '[[demo:429 retryAfter=30]] And now?')
    await expect(drawer.getByRole('alert')).toBeVisible()
    await expectAccessible(page, 'an error')
    await drawer.getByRole('button', { name: 'What the AI sees' }).click()
    await expectAccessible(page, 'what is sent')

    await page.setViewportSize({ width: 390, height: 844 })
    await expect(page.getByRole('dialog', { name: 'AI assistant' })).toBeVisible()
    await expectAccessible(page, 'assistant on a phone')
    await drawerOf(page).getByRole('button', { name: 'Close', exact: true }).click()
    await expectAccessible(page, 'ticket on a phone')
  })
}
