import { expectAccessible } from './axe.ts'
import { collectAsked, conversationOf, drawerOf, finished, messagesOf, send } from './desk.ts'
import { expect, test } from './stack-fixture.ts'

const token = 'a-long-random-token-for-stories'
test.use({ stackEnv: { DEMO_PACE: '0.05', PROXY_TOKENS: token } })

test('sign in to ask; a session that ended keeps the question; sign out', async ({ page }) => {
  const asked = collectAsked(page)
  const { articles } = conversationOf(page)
  await page.goto('/?ticket=1042')
  await page.getByRole('button', { name: 'Ask AI' }).click()
  const drawer = drawerOf(page)
  const field = drawer.getByLabel('Access token')

  await test.step('a wrong token is refused in words, the right one opens', async () => {
    await expect(field).toHaveAttribute('type', 'password')
    await expect(drawer.getByRole('textbox', { name: 'Message' })).toBeHidden()
    await field.fill('not-it')
    await drawer.getByRole('button', { name: 'Sign in' }).click()
    await expect(drawer.getByRole('alert')).toContainText('not known here')
    await expectAccessible(page, 'a refused token')
    await field.fill(token)
    await page.keyboard.press('Enter')
    await expect(drawer.getByRole('textbox', { name: 'Message' })).toBeFocused()
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

  await test.step('the session ends, the next question waits for the next sign-in', async () => {
    await page.context().clearCookies()
    await send(page, 'What should I do next?')
    await expect(drawer.getByRole('alert')).toContainText('Your question is kept')
    await field.fill(token)
    await page.keyboard.press('Enter')
    await drawer.getByRole('button', { name: 'Try again' }).click()
    await finished(page)
    await expect(articles).toHaveCount(4)
    await expect(drawer.getByRole('alert')).toHaveCount(0)
    const questions = messagesOf(asked.at(-1)).map(({ content }) => content)
    expect(questions.filter((content) => content === 'What should I do next?')).toHaveLength(1)
  })

  await test.step('signed out is signed out, also after a reload', async () => {
    await drawer.getByRole('button', { name: 'Sign out' }).click()
    await expect(field).toBeVisible()
    await page.reload()
    await expect(field).toBeVisible()
    await expect(articles).toHaveCount(4)
    expect(await page.context().cookies()).toEqual([])
  })
})
