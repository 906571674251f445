import type { Page } from 'playwright/test'
import { drawerOf } from '../stories/desk.ts'
import { expect, test, type Desk } from './chat-fixture.ts'
import { costly } from './hostile/costly.ts'
import { html } from './hostile/html.ts'
import { links } from './hostile/links.ts'
import { look, watchForHarm } from './hostile-watch.ts'

/**
 * Everything below is said by a model, in real Chromium, whole and streamed, with the product's
 * content security policy and without it: what holds must not be the policy alone. `CHAT_FULL=1`
 * takes all four ways; otherwise each payload takes two.
 */
type Way = { readonly isStreamed: boolean; readonly hasPolicy: boolean }

const every = process.env['CHAT_FULL'] === '1'
const ways: readonly Way[] = [
  { isStreamed: true, hasPolicy: true },
  { isStreamed: false, hasPolicy: false },
  ...(every
    ? [
        { isStreamed: false, hasPolicy: true },
        { isStreamed: true, hasPolicy: false },
      ]
    : []),
]
const freezeMs = 1000

test.setTimeout(every ? 600_000 : 180_000)

for (const way of ways) {
  const name = `${way.isStreamed ? 'streamed' : 'whole'}, ${way.hasPolicy ? 'with' : 'without'} the policy`
  test.describe(name, () => {
    test.use({ bypassCSP: !way.hasPolicy })

    test('HTML and addresses stay text', async ({ page, desk }) => {
      const payloads = Object.fromEntries(
        [...html, ...links].map((text, index) => [`s${index}`, text]),
      )
      await say(page, desk, payloads, way)
    })

    test('what is costly freezes nothing', async ({ page, desk }) => {
      await say(page, desk, costly, way)
    })
  })
}

async function say(
  page: Page,
  desk: Desk,
  payloads: Readonly<Record<string, string>>,
  { isStreamed }: Way,
): Promise<void> {
  const harm = await watchForHarm(page, desk.url)
  await page.goto('/?assistant=open')
  const drawer = drawerOf(page)
  await drawer.getByRole('combobox', { name: 'Provider' }).selectOption('openai')
  const slow: string[] = []
  let asked = 0
  for (const [name, text] of Object.entries(payloads)) {
    await test.step(name, async () => {
      const key = `${name} ${isStreamed}`
      desk.upstream.add(key, { pieces: pieces(text, isStreamed ? 400 : 3), everyMs: 0 })
      await ask(page, `[[say ${key}]]`)
      const seen = await look(page)
      expect(seen.forbidden, name).toEqual([])
      expect(seen.ranScripts, name).toBe(0)
      expect(harm(), name).toEqual([])
      expect(seen.textLength, `${name}: blank`).toBeGreaterThan(0)
      if (seen.longestTask > 250) slow.push(`${name} ${seen.longestTask} ms`)
      expect(seen.longestTask, `${name} froze the page`).toBeLessThan(freezeMs)
    })
    asked += 1
  }
  process.stdout.write(
    `${asked} payloads ${isStreamed ? 'streamed' : 'whole'}: 0 scripts, 0 requests elsewhere, no blank page; over 250 ms: ${slow.join(', ') || 'none'}\n`,
  )
}

/** Asks in an empty conversation and waits for the end of the answer. */
async function ask(page: Page, question: string): Promise<void> {
  const drawer = drawerOf(page)
  const clear = drawer.getByRole('button', { name: 'Clear chat' })
  if (await clear.isVisible()) await clear.click()
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
