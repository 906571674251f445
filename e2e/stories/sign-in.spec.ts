import { expectAccessible } from './support/axe.ts'
import {
  collectAsked,
  conversationOf,
  drawerOf,
  finished,
  messagesOf,
  send,
} from './support/desk.ts'
import { expect, test } from './support/stack-fixture.ts'

const token = 'a-long-random-token-for-stories'
test.use({ stackEnv: { DEMO_PACE: '0.05', PROXY_TOKENS: `maya=${token}` } })

test('sign in for the whole page; a session that ended loses nothing; sign out leaves nothing', async ({
  page,
}) => {
  const asked = collectAsked(page)
  const { articles } = conversationOf(page)
  await page.goto('/?ticket=1042')
  const field = page.getByRole('textbox', { name: 'Token' })
  const drawer = drawerOf(page)

  await test.step('no ticket before the sign-in; a wrong token is refused in words', async () => {
    await expect(field).toBeFocused()
    await expect(page.getByRole('table', { name: 'Tickets' })).toBeHidden()
    expect((await page.request.get('/api/tickets')).status()).toBe(401)
    await field.fill('not-it')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await expect(page.getByRole('alert')).toContainText('not known here')
    await expectAccessible(page, 'a refused token')
    await field.fill(token)
    await page.keyboard.press('Enter')
    await expect(page.getByRole('region', { name: 'Ticket #1042' })).toBeVisible()
    await page.getByRole('button', { name: 'Ask AI' }).click()
    await send(page, 'Summarise this ticket')
    await finished(page)
    await expect(articles.last()).toContainText('AWS Claude')
  })

  await test.step('the page holds no token', async () => {
    const kept = JSON.stringify(await page.context().storageState({ indexedDB: true }))
    expect(kept).not.toContain(token)
    const cookies = await page.context().cookies()
    expect(cookies.map(({ httpOnly, sameSite }) => [httpOnly, sameSite])).toEqual([
      [true, 'Strict'],
    ])
    expect(await page.content()).not.toContain(token)
  })

  await test.step('the session ends: the sign-in comes over the page and nothing is lost', async () => {
    await page.getByRole('textbox', { name: 'Reply' }).fill('Dear Eleanor')
    await page.context().clearCookies()
    await send(page, 'What should I do next?')
    const dialog = page.getByRole('dialog', { name: 'Sign in again' })
    await expect(dialog).toContainText('Nothing is lost')
    await expectAccessible(page, 'the sign-in over the page')
    await dialog.getByRole('textbox', { name: 'Token' }).fill(token)
    await page.keyboard.press('Enter')
    await expect(dialog).toBeHidden()
    await expect(page.getByRole('textbox', { name: 'Reply' })).toHaveValue('Dear Eleanor')
    await expect(drawer.getByRole('alert')).toContainText('Your question is kept')
    await drawer.getByRole('button', { name: 'Try again' }).click()
    await finished(page)
    await expect(articles).toHaveCount(4)
    await expect(drawer.getByRole('alert')).toHaveCount(0)
    const questions = messagesOf(asked.at(-1)).map(({ content }) => content)
    expect(questions.filter((content) => content === 'What should I do next?')).toHaveLength(1)
  })

  await test.step('signed out: no word is left on the screen or in the browser, in any tab', async () => {
    const other = await page.context().newPage()
    await other.goto('/?ticket=1042&assistant=open')
    await expect(other.getByRole('region', { name: 'Ticket #1042' })).toBeVisible()
    await page.getByRole('button', { name: 'Account of maya' }).click()
    await page.getByRole('menuitem', { name: 'Sign out' }).click()
    for (const tab of [page, other]) {
      await expect(tab.getByRole('textbox', { name: 'Token' })).toBeVisible()
      await expect(tab.getByRole('article')).toHaveCount(0)
    }
    const kept = JSON.stringify(await page.context().storageState({ indexedDB: true }))
    expect(kept).not.toMatch(/Summarise this ticket|Dear Eleanor/)
    expect(await page.context().cookies()).toEqual([])
  })
})
