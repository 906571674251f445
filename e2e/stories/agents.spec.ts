import { expectAccessible } from './support/axe.ts'
import { expect, test } from './support/stack-fixture.ts'

const token = 'a-long-random-token-for-stories'
test.use({
  stackEnv: { PROXY_TOKENS: `ops:admin=${token},maya=another-random-token-for-stories` },
})

test('an agent who leaves is disabled, their tickets are handed over, and they can come back', async ({
  page,
}) => {
  await page.goto('/')
  await page.getByRole('textbox', { name: 'Token' }).fill(token)
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Account of ops' }).click()
  await page.getByRole('menuitem', { name: 'Agents' }).click()
  const table = page.getByRole('table', { name: 'Agents' })
  await expect(table).toBeVisible()
  await expectAccessible(page, 'the agents')
  const leave = table.getByRole('button', { name: /^Disable / }).first()
  const name = /^Disable (.*)…$/.exec((await leave.getAttribute('aria-label')) ?? '')?.[1] ?? ''
  const dialog = page.getByRole('dialog')

  await test.step('called off by Escape: nothing changes, the focus goes back', async () => {
    await leave.press('Enter')
    await expect(dialog).toContainText(name)
    await page.keyboard.press('Escape')
    await expect(dialog).toBeHidden()
    await expect(leave).toBeFocused()
  })

  await test.step('a failure is said in the dialog', async () => {
    await page.route('**/api/tickets/agents/*/disable', (route) => route.abort())
    await leave.press('Enter')
    await dialog.getByRole('button', { name: 'Disable' }).click()
    await expect(dialog.getByRole('alert')).toBeVisible()
    await page.unroute('**/api/tickets/agents/*/disable')
  })

  await test.step('disabled, with the tickets given to another agent', async () => {
    const successors = dialog.getByRole('combobox')
    const to = (await successors.locator('option').nth(1).textContent()) ?? ''
    await successors.selectOption({ index: 1 })
    await expectAccessible(page, 'the question before an agent is disabled')
    await dialog.getByRole('button', { name: 'Disable' }).click()
    await expect(dialog).toBeHidden()
    await expect(page.getByRole('status')).toContainText(`went to ${to}`)
    const row = table.getByRole('row').filter({ hasText: 'Disabled' })
    await expect(row).toHaveCount(1)
    await expect(row.getByRole('cell').first()).toHaveText('0')
  })

  await test.step('back again', async () => {
    await table.getByRole('button', { name: `Enable ${name}` }).click()
    await expect(page.getByRole('status')).toContainText('works here again')
    await expect(table.getByRole('button', { name: `Disable ${name}…` })).toBeVisible()
  })

  await page.setViewportSize({ width: 390, height: 844 })
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
})

test('an agent who is no admin gets no way in, and is told so at the address', async ({ page }) => {
  await page.goto('/')
  await page.getByRole('textbox', { name: 'Token' }).fill('another-random-token-for-stories')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Account of maya' }).click()
  await expect(page.getByRole('menuitem', { name: 'Sign out' })).toBeVisible()
  await expect(page.getByRole('menuitem', { name: 'Agents' })).toBeHidden()
  await page.goto('/agents')
  await expect(page.getByRole('alert')).toBeVisible()
})
