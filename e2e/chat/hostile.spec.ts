import type { Page } from 'playwright/test'
import { drawerOf } from '../stories/support/desk.ts'
import { expect, test, type Desk } from './chat-fixture.ts'
import { costly } from './hostile/costly.ts'
import { html } from './hostile/html.ts'
import { links } from './hostile/links.ts'
import { look, watchForHarm } from './hostile-watch.ts'

/**
 * Everything here is said by a model, in real Chromium, whole and streamed, with the product's
 * content security policy and without it: what holds must not be the policy alone. `CHAT_FULL=1`
 * takes every payload in all four ways; otherwise each is taken in the way that is hardest for it.
 */
type Way = { readonly isStreamed: boolean; readonly hasPolicy: boolean }

const every = process.env['CHAT_FULL'] === '1'
const freezeMs = 1000
const safe = [...html, ...links].map(
  (text, index) => [`${index + 1} ${text.slice(0, 30)}`, text] as const,
)
const slow = Object.entries(costly)

test.setTimeout(every ? 900_000 : 180_000)
test.use({ actionTimeout: 10_000 })

for (const isStreamed of [true, false]) {
  for (const hasPolicy of [true, false]) {
    const way = { isStreamed, hasPolicy }
    const name = `${isStreamed ? 'streamed' : 'whole'}, ${hasPolicy ? 'with' : 'without'} the policy`
    test.describe(name, () => {
      test.use({ bypassCSP: !hasPolicy })
      if (every || (isStreamed && !hasPolicy)) {
        test('HTML and addresses stay text', ({ page, desk }) => say(page, desk, safe, way))
      }
      if (every || (isStreamed && hasPolicy)) {
        test('what is costly freezes nothing', ({ page, desk }) => say(page, desk, slow, way))
      }
    })
  }
}

async function say(
  page: Page,
  desk: Desk,
  payloads: readonly (readonly [string, string])[],
  { isStreamed }: Way,
): Promise<void> {
  const harm = await watchForHarm(page, desk.url)
  await page.goto('/?assistant=open')
  const drawer = drawerOf(page)
  await drawer.getByRole('combobox', { name: 'Provider' }).selectOption('openai')
  const long: string[] = []
  let asked = 0
  for (const [name, text] of payloads) {
    await test.step(name, async () => {
      const key = `${asked} ${isStreamed}`
      desk.upstream.add(key, { pieces: pieces(text, isStreamed ? 400 : 3), everyMs: 0 })
      await ask(page, `[[say ${key}]]`)
      const seen = await look(page)
      expect(seen.forbidden, name).toEqual([])
      expect(seen.ranScripts, name).toBe(0)
      expect(harm(), name).toEqual([])
      expect(seen.textLength, `${name}: blank`).toBeGreaterThan(0)
      if (seen.longestTask > 250) long.push(`${name} ${seen.longestTask} ms`)
      expect.soft(seen.longestTask, `${name} froze the page`).toBeLessThan(freezeMs)
    })
    asked += 1
  }
  process.stdout.write(
    `${asked} payloads ${isStreamed ? 'streamed' : 'whole'}: 0 scripts, 0 requests elsewhere, no blank page; over 250 ms: ${long.join(', ') || 'none'}\n`,
  )
}

/** Asks in an empty conversation and waits for the end of the answer. */
async function ask(page: Page, question: string): Promise<void> {
  const drawer = drawerOf(page)
  const clear = drawer.getByRole('button', { name: 'Clear chat' })
  if (await clear.isEnabled()) await clear.click()
  const input = drawer.getByRole('textbox', { name: 'Message' })
  await input.fill(question)
  await input.press('Enter')
  await expect(drawer.getByRole('article')).toHaveCount(2)
  await drawer.getByRole('button', { name: 'Regenerate', exact: true }).waitFor({ timeout: 20_000 })
}

/**
 * In pieces as models send them, a few characters each, but no more than so many. An event of more
 * than a megabyte is refused before it is looked at, so "whole" is three of them at most.
 */
function pieces(text: string, most: number): string[] {
  const size =
    most < 10 && text.length < 400_000 ? text.length : Math.max(3, Math.ceil(text.length / most))
  return Array.from({ length: Math.ceil(text.length / size) }, (_, index) =>
    text.slice(index * size, (index + 1) * size),
  )
}
