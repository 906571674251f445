import { measureOpening } from './support/opening-watch.ts'
import { drawerOf } from './support/desk.ts'
import { expect, test } from './support/stack-fixture.ts'

/** Prints how long the assistant takes to open; what is checked is only that it does, ready to use. */
test('from Ask AI to the first suggestion on the screen', async ({ page }) => {
  const measured: string[] = []
  await page.goto('/?ticket=1042')
  await expect(page.getByRole('textbox', { name: 'Reply' })).toBeVisible()
  for (const state of ['first time', 'second', 'third']) {
    const painted = await measureOpening(page)
    const ask = page.getByRole('button', { name: 'Ask AI' })
    await ask.click()
    const suggestion = drawerOf(page)
      .getByRole('group', { name: 'Suggestions' })
      .getByRole('button')
    await expect(suggestion.first()).toBeVisible()
    await expect(drawerOf(page).getByRole('textbox', { name: 'Message' })).toBeFocused()
    const { toPaint, inputDelay, handled } = await painted()
    expect(toPaint).toBeGreaterThan(0)
    measured.push(
      `${state}: ${toPaint} ms to the suggestions (event ${inputDelay} + ${handled} ms before its own paint)`,
    )
    await page.keyboard.press('Escape')
    await expect(drawerOf(page)).toBeHidden()
  }
  process.stdout.write(`opening the assistant\n${measured.map((line) => `  ${line}`).join('\n')}\n`)
})
