import { assistantKeys } from '../../apps/web/src/features/assistant/parts/assistant-keys.ts'
import { shortcuts } from '../../apps/web/src/app/keys/shortcuts.ts'
import { conversationOf, drawerOf, finished, openAssistant, send } from './support/desk.ts'
import { untilAtRest } from './support/scroll-watch.ts'
import { expect, test } from './support/stack-fixture.ts'

test('a whole conversation with the keyboard alone', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.goto('/?ticket=1042')
  const drawer = drawerOf(page)
  const { log, articles } = conversationOf(page)
  const message = drawer.getByRole('textbox', { name: 'Message' })
  const key = async (...keys: string[]): Promise<void> => {
    for (const each of keys) await page.keyboard.press(each)
  }

  await test.step('open, from the heading of the ticket', async () => {
    await page.getByRole('heading', { name: /^#1042/ }).focus()
    await key('a')
    await expect(message).toBeFocused()
  })

  await test.step('letters are letters while one types, and Shift+Enter is a new line', async () => {
    const letters = assistantKeys.map(({ key }) => key).filter((key) => /^[a-z]$/.test(key))
    expect(letters.length).toBeGreaterThan(6)
    const typed = `${letters.join('')} ${letters.join('').toUpperCase()} a?/jkr`
    await page.keyboard.type(typed)
    await expect(message).toHaveValue(typed)
    await expect(message).toBeFocused()
    await key('Shift+Enter')
    await page.keyboard.type('second line')
    await expect(message).toHaveValue(`${typed}\nsecond line`)
    await expect(articles).toHaveCount(0)
    await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeHidden()
  })

  await test.step('send, and stop in the middle', async () => {
    await message.fill('[[demo:long words=20000]] Tell me everything')
    await key('Enter')
    await expect(message).toHaveValue('')
    await expect(articles.last()).toContainText('Section 8')
    await expect(message).toBeFocused()
    await key('Control+.')
    await finished(page)
    await expect(articles.last()).toContainText('You stopped this answer')
    await expect(message).toBeFocused()
  })

  await test.step('read up, and jump to the latest', async () => {
    await log.focus()
    await untilAtRest(page, () => key('Home'))
    await expect(drawer.getByRole('button', { name: /^Jump to latest/ })).toBeVisible()
    await expect(articles.first()).toBeInViewport()
    await key('l')
    await expect(drawer.getByRole('button', { name: /^Jump to latest/ })).toBeHidden()
    await expect(articles.first()).not.toBeInViewport()
  })

  await test.step('another provider, another model', async () => {
    await key('p')
    const provider = drawer.getByRole('combobox', { name: 'Provider' })
    await expect(provider).toBeFocused()
    await key('Enter', 'ArrowDown', 'Enter')
    await expect(provider).toHaveValue('openai')
    await expect(provider).toBeFocused()
    await log.focus()
    await key('o')
    const model = drawer.getByRole('combobox', { name: 'Model' })
    await expect(model).toBeFocused()
    await key('Enter')
    await expect(page.getByRole('option', { name: 'Auto' })).toBeFocused()
    await key('ArrowDown', 'Enter')
    await expect(model).not.toHaveValue('auto')
    await model.selectOption('auto')
  })

  await test.step('write, take the last question back, send, copy, regenerate', async () => {
    await log.focus()
    await key('m')
    await expect(message).toBeFocused()
    await key('ArrowUp')
    await expect(message).toHaveValue('[[demo:long words=20000]] Tell me everything')
    await message.fill('Summarise this ticket')
    await key('Enter')
    await finished(page)
    await expect(articles).toHaveCount(4)
    await log.focus()
    await key('c')
    await expect(drawer.getByRole('status').filter({ hasText: 'Copied' })).toBeAttached()
    expect(await page.evaluate<string>('navigator.clipboard.readText()')).toContain('OpenAI')
    await key('g')
    await expect(articles.last()).toContainText('2 of 2')
    await finished(page)
    await expect(articles).toHaveCount(4)
  })

  await test.step('stop by its letter, outside the text box', async () => {
    await page.keyboard.type('[[demo:long words=20000]] Again')
    await key('Enter')
    await expect(articles.last()).toContainText('Section 1')
    await log.focus()
    await key('s')
    await finished(page)
    await expect(articles.last()).toContainText('You stopped this answer')
  })

  await test.step('what the AI sees, and back', async () => {
    await log.focus()
    await key('w')
    await expect(drawer.getByRole('button', { name: 'Back to the conversation' })).toBeFocused()
    await key('Escape')
    await expect(message).toBeFocused()
  })

  await test.step('close: the focus is where it was before', async () => {
    await key('Escape')
    await expect(drawer).toBeHidden()
    await expect(page.getByRole('heading', { name: /^#1042/ })).toBeFocused()
  })
})

test('the previous and the next message are one key away', async ({ page }) => {
  await openAssistant(page)
  const { log, articles } = conversationOf(page)
  for (const question of ['Summarise this ticket', 'What should I do next?']) {
    await send(page, question)
    await finished(page)
  }
  await expect(articles).toHaveCount(4)
  await log.focus()
  await page.keyboard.press('k')
  await expect(articles.nth(3)).toBeFocused()
  await page.keyboard.press('k')
  await expect(articles.nth(2)).toBeFocused()
  await page.keyboard.press('j')
  await expect(articles.nth(3)).toBeFocused()
  // The last one stays the last.
  await page.keyboard.press('j')
  await expect(articles.nth(3)).toBeFocused()
  for (let step = 0; step < 5; step += 1) await page.keyboard.press('k')
  await expect(articles.first()).toBeFocused()
  await expect(articles.first()).toBeInViewport()
})

test('the printed sheet holds the table that binds the keys', async ({ page }) => {
  await openAssistant(page)
  await conversationOf(page).log.focus()
  await page.keyboard.press('?')
  const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
  await expect(sheet).toBeVisible()
  const table = [...shortcuts, ...assistantKeys]
  const [says, shown] = await Promise.all(
    (['term', 'definition'] as const).map((role) => sheet.getByRole(role).allInnerTexts()),
  )
  expect(says).toEqual(table.map((binding) => binding.says))
  expect(shown?.map((keys) => keys.split(/\s+/))).toEqual(
    table.map((binding) => binding.shown.flatMap((keys) => keys.split(' '))),
  )
  await page.keyboard.press('Escape')
  await expect(sheet).toBeHidden()
  await expect(conversationOf(page).log).toBeFocused()
  await expect(drawerOf(page)).toBeVisible()
})

test('on a small screen the sheet begins at its top', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 500 })
  await page.goto('/')
  await page.getByRole('table', { name: 'Tickets' }).waitFor()
  await page.keyboard.press('?')
  const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
  await expect(sheet.getByRole('button', { name: 'Close' })).not.toBeInViewport()
  await expect(sheet.getByRole('heading', { name: 'Keyboard shortcuts' })).toBeInViewport()
})

test('Escape closes what is on top first, and gives the focus back', async ({ page }) => {
  await page.goto('/?ticket=1042')
  const ask = page.getByRole('button', { name: 'Ask AI' })
  await ask.press('Enter')
  const drawer = drawerOf(page)
  await expect(drawer.getByRole('textbox', { name: 'Message' })).toBeFocused()
  await send(page, 'Summarise this ticket')
  await finished(page)

  for (const name of ['Regenerate with…', 'Export']) {
    await test.step(name, async () => {
      const button = drawer.getByRole('button', { name, exact: true })
      await button.press('Enter')
      await expect(page.getByRole('menuitem').first()).toBeFocused()
      await page.keyboard.press('ArrowDown')
      await expect(page.getByRole('menuitem').nth(1)).toBeFocused()
      await page.keyboard.press('Escape')
      await expect(page.getByRole('menu')).toBeHidden()
      await expect(button).toBeFocused()
      await expect(drawer).toBeVisible()
    })
  }
  for (const name of ['Provider', 'Model']) {
    await test.step(name, async () => {
      const picker = drawer.getByRole('combobox', { name })
      await picker.press('Enter')
      const option = picker.getByRole('option').first()
      await expect(option).toBeVisible()
      await page.keyboard.press('Escape')
      await expect(option).toBeHidden()
      await expect(picker).toBeFocused()
      await expect(drawer).toBeVisible()
    })
  }
  await test.step('Fault lab', async () => {
    const button = drawer.getByRole('button', { name: 'Fault lab' })
    await button.press('Enter')
    await expect(drawer.getByRole('radio', { name: /^Answer well/ })).toBeFocused()
    await page.keyboard.press('Escape')
    await expect(drawer.getByRole('radiogroup')).toBeHidden()
    // A pick is for the question that is written next.
    await expect(drawer.getByRole('textbox', { name: 'Message' })).toBeFocused()
    await expect(drawer).toBeVisible()
  })
  await page.keyboard.press('Escape')
  await expect(drawer).toBeHidden()
  await expect(ask).toBeFocused()
})
