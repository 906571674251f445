/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import type { Browser } from 'playwright'
import type { Urls } from './subjects.ts'

/** From the click on Ask AI to the first suggestion on the screen, in milliseconds. */
export type Opening = {
  /** With the drawer's code already there, as it is a moment after the page. */
  readonly warm: readonly number[]
  /** In a fresh page, clicked as soon as there is something to click. */
  readonly cold: readonly number[]
}

const times = 5

export async function measureOpening(browser: Browser, urls: Urls): Promise<Opening> {
  const warm: number[] = []
  const cold: number[] = []
  for (let index = 0; index < times; index++) {
    cold.push(await openOnce(browser, urls, 'commit'))
    warm.push(await openOnce(browser, urls, 'networkidle'))
  }
  return { warm, cold }
}

async function openOnce(
  browser: Browser,
  { product }: Urls,
  waitUntil: 'commit' | 'networkidle',
): Promise<number> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  const page = await context.newPage()
  await page.goto(`${product}/?ticket=1042`, { waitUntil })
  const button = page.getByRole('button', { name: 'Ask AI' })
  await button.waitFor()
  await page.evaluate(watchOpening)
  await button.click()
  await page.waitForFunction(() => window.openedAfter !== undefined)
  const after = await page.evaluate(() => window.openedAfter)
  await context.close()
  return after ?? Number.NaN
}

declare global {
  interface Window {
    openedAfter?: number
  }
}

/** Runs in the page: looks after each frame from the click on. */
function watchOpening(): void {
  addEventListener(
    'click',
    (event) => {
      const look = (): void => {
        const channel = new MessageChannel()
        channel.port1.addEventListener('message', () => {
          const button = document.querySelector('[role="group"][aria-label="Suggestions"] button')
          if (button) window.openedAfter = performance.now() - event.timeStamp
          else requestAnimationFrame(look)
        })
        channel.port1.start()
        channel.port2.postMessage(null)
      }
      requestAnimationFrame(look)
    },
    { capture: true, once: true },
  )
}
