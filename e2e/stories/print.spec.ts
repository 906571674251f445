import { openAssistant } from './support/desk.ts'
import { expect, test } from './support/stack-fixture.ts'

for (const { colorScheme, size } of [
  { colorScheme: 'light', size: { width: 1440, height: 900 } },
  { colorScheme: 'dark', size: { width: 390, height: 844 } },
] as const) {
  test(`a printed ticket is its whole thread, ${colorScheme}, ${size.width} wide`, async ({
    page,
  }) => {
    await page.setViewportSize(size)
    await page.emulateMedia({ colorScheme })
    await page.route('**/api/tickets/1042', async (route) => {
      const response = await route.fetch()
      const ticket: { messages: object[] } = await response.json()
      const body = `${'A line of a long mail\n'.repeat(60)}\n> a\n> quoted\n> text\n-- \nAna`
      const messages = Array.from({ length: 30 }, (_, index) => ({
        ...ticket.messages[0],
        id: index + 1,
        body,
      }))
      await route.fulfill({ response, json: { ...ticket, messages } })
    })
    await openAssistant(page)
    const thread = page.getByRole('region', { name: 'Thread' })
    await expect(thread.getByRole('listitem')).toHaveCount(30)

    await page.emulateMedia({ colorScheme, media: 'print' })
    await expect(page.getByRole('table', { name: 'Tickets' })).toBeHidden()
    await expect(page.getByRole('textbox', { name: 'Reply' })).toBeHidden()
    await expect(page.getByRole('textbox', { name: 'Message' })).toBeHidden()
    await expect(thread.getByText('> quoted').first()).toBeVisible()
    await expect(thread.getByText('> quoted').last()).toBeVisible()
    await expect(thread.getByText('A line of a long mail').first()).toHaveCSS(
      'color',
      'rgb(0, 0, 0)',
    )
    const pdf = await page.pdf({ format: 'A4' })
    const pages = pdf.toString('latin1').match(/\/Type \/Page\b(?!s)/g)?.length ?? 0
    // 30 mails of 65 lines; no sheet of A4 holds more than 90 of them.
    expect(pages).toBeGreaterThan(20)
    expect(pages).toBeLessThan(80)
  })
}
