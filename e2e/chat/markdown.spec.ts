/// <reference lib="dom" />
import { drawerOf } from '../stories/support/desk.ts'
import { expect, test } from './chat-fixture.ts'

const text = [
  'Like this[^1]:',
  '',
  '```ts',
  "const total = 2 // for each of them: 'text'",
  '```',
  '',
  '$$',
  '\\frac{1}{2} + \\sqrt{x}',
  '$$',
  '',
  '- [x] done',
  '- [ ] open',
  '',
  '[^1]: As the manual says.',
].join('\n')

test('finished code has colours, a formula is drawn, a footnote leads to its text and back', async ({
  page,
  desk,
}) => {
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  desk.upstream.add('rich', { pieces: text.split(/(?<=\s)/), everyMs: 2 })
  await page.goto('/?assistant=open')
  const drawer = drawerOf(page)
  await drawer.getByRole('textbox', { name: 'Message' }).fill('[[say rich]]')
  await page.keyboard.press('Enter')
  const reply = drawer.getByRole('article').last()
  await drawer.getByRole('button', { name: 'Regenerate', exact: true }).waitFor()

  await expect(reply.locator('math msqrt')).toHaveText('x')
  await expect(reply.getByRole('checkbox')).toHaveCount(2)
  await page.waitForFunction(() => (CSS.highlights.get('code-keyword')?.size ?? 0) > 0)
  const coloured = await page.evaluate(() =>
    [...CSS.highlights].map(([name, ranges]) => [name, [...ranges].map(String).length]),
  )
  expect(coloured).toEqual(expect.arrayContaining([['code-comment', 1]]))

  await reply.getByRole('link', { name: 'Footnote 1', exact: true }).click()
  await expect(reply.getByText('As the manual says.')).toBeFocused()
  await reply.getByRole('link', { name: 'Back to footnote 1 in the text' }).click()
  await expect(reply.getByRole('link', { name: 'Footnote 1', exact: true })).toBeFocused()
  await expect(page).toHaveURL(/assistant=open$/)
  expect(complaints).toEqual([])
})
