import type { Locator, Page } from 'playwright/test'
import { drawerOf } from '../stories/support/desk.ts'
import { expect, test } from './chat-fixture.ts'
import { startCutRelay, type CutRelay } from './cut-relay.ts'
import { createRandom, type Random } from './seeded-random.ts'

/**
 * At a random word of an answer the page is reloaded, the network goes away, a second tab opens, or
 * every connection is cut. However that goes: in the end each tab shows exactly what was written.
 * `CHAT_RUNS` says how often, `CHAT_SEED` repeats a series.
 */
const runs = Number(process.env['CHAT_RUNS'] ?? 8)
const seed = Number(process.env['CHAT_SEED'] ?? Date.now() % 1_000_000)
const words = 240

type Fault = 'reload' | 'offline' | 'second tab' | 'cut'

test.setTimeout(60_000 + runs * 15_000)
test.use({ actionTimeout: 15_000 })

test('no word of an answer is lost or doubled', async ({ context, desk }) => {
  process.stdout.write(`seed ${seed}\n`)
  const random = createRandom(seed)
  const relay = await startCutRelay(desk.url)
  const page = await context.newPage()
  await page.goto(`${relay.url}/?assistant=open`)
  const count = new Map<string, number>()
  try {
    for (let run = 0; run < runs; run++) {
      const text = scriptOf(run)
      desk.upstream.add(`run ${run}`, { pieces: text.split(/(?<=[ \n])/), everyMs: 5 })
      const faults = chooseFaults(random)
      const name = `run ${run}: ${faults.map(({ fault, word }) => `${fault} at ${word}`).join(', ')}`
      await test.step(name, async () => {
        await ask(page, `[[say run ${run}]]`)
        const others: Page[] = []
        for (const { fault, word } of faults) {
          await atWord(page, run, word)
          const other = await cause(fault, page, relay)
          if (other) others.push(other)
          count.set(fault, (count.get(fault) ?? 0) + 1)
        }
        for (const tab of [page, ...others]) {
          await ended(tab)
          await expect.poll(() => textOf(tab), { message: `${name} (seed ${seed})` }).toBe(text)
        }
        for (const other of others) await other.close()
      })
    }
  } finally {
    relay.close()
  }
  const kinds = [...count].map(([fault, times]) => `${times} × ${fault}`).join(', ')
  process.stdout.write(`${runs} runs, ${runs} complete to the character: ${kinds}\n`)
})

/** Words that are all different, so that one too many or too few shows. */
function scriptOf(run: number): string {
  return Array.from({ length: words }, (_, index) => {
    const word = `r${run}w${index}`
    return index % 40 === 39 ? `${word}.\n\n` : `${word} `
  })
    .join('')
    .trim()
}

function chooseFaults(random: Random): { fault: Fault; word: number }[] {
  const number = random.below(4) === 0 ? 2 : 1
  return Array.from({ length: number }, () => ({
    fault: random.pick<Fault>(['reload', 'offline', 'second tab', 'cut']),
    word: random.below(words),
  })).toSorted((left, right) => left.word - right.word)
}

async function cause(fault: Fault, page: Page, relay: CutRelay): Promise<Page | undefined> {
  switch (fault) {
    case 'reload':
      await page.reload()
      return undefined
    case 'offline':
      await page.context().setOffline(true)
      // The page has noticed, or the answer was over before it could.
      await drawerOf(page)
        .getByText(/reconnecting/i)
        .or(drawerOf(page).getByRole('button', { name: 'Regenerate', exact: true }))
        .first()
        .waitFor({ state: 'attached' })
      await page.context().setOffline(false)
      return undefined
    case 'cut':
      relay.cut()
      return undefined
    case 'second tab': {
      const other = await page.context().newPage()
      await other.goto(`${relay.url}/?assistant=open`)
      return other
    }
    default:
      return fault satisfies never
  }
}

async function ask(page: Page, question: string): Promise<void> {
  const drawer = drawerOf(page)
  const clear = drawer.getByRole('button', { name: 'Clear chat' })
  if (await clear.isEnabled()) await clear.click()
  await drawer.getByRole('textbox', { name: 'Message' }).fill(question)
  await page.keyboard.press('Enter')
  await expect(drawer.getByRole('article')).toHaveCount(2)
}

function replyOf(page: Page): Locator {
  return drawerOf(page).getByRole('article').last()
}

/** Word 0 is the moment after the question, before anything has come. */
async function atWord(page: Page, run: number, word: number): Promise<void> {
  if (word > 0) await replyOf(page).getByText(`r${run}w${word}`).first().waitFor()
}

async function ended(page: Page): Promise<void> {
  await drawerOf(page)
    .getByRole('button', { name: 'Regenerate', exact: true })
    .waitFor({ timeout: 40_000 })
}

async function textOf(page: Page): Promise<string> {
  const paragraphs = await replyOf(page).locator('[data-reply-text] p').allTextContents()
  return paragraphs.join('\n\n')
}
