/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import type { Page } from 'playwright/test'

export type SeenPlaces = { readonly text: string; readonly places: number[] }

/** Notes after every frame how far below the log's upper edge the first paragraph in view begins. */
export async function watchFirstParagraph(page: Page): Promise<() => Promise<SeenPlaces>> {
  const watch = await page.evaluateHandle(() => {
    const log = document.querySelector('[role="log"]')
    if (!log) throw new Error('There is no log.')
    const edge = (): number => log.getBoundingClientRect().top
    const paragraph = [...log.querySelectorAll('p')].find(
      (one) => one.getBoundingClientRect().bottom > edge() + 1,
    )
    if (!paragraph) throw new Error('No paragraph is in view.')
    const places: number[] = []
    let isOn = true
    const note = (): void => {
      places.push(paragraph.getBoundingClientRect().top - edge())
      // After the paint: what is seen, not what a frame goes through.
      if (isOn) requestAnimationFrame(() => setTimeout(note))
    }
    note()
    const stop = (): Promise<{ text: string; places: number[] }> => {
      isOn = false
      const text = paragraph.textContent.slice(0, 30)
      return new Promise((resolve) => {
        requestAnimationFrame(() =>
          setTimeout(() => {
            places.push(paragraph.getBoundingClientRect().top - edge())
            resolve({ text, places })
          }),
        )
      })
    }
    return { stop }
  })
  return () => watch.evaluate(({ stop }) => stop())
}

/** Does something that scrolls the log, and waits until it has come to rest. */
export async function untilAtRest(page: Page, scroll: () => Promise<unknown>): Promise<void> {
  const rest = await page.evaluateHandle(() => {
    const log = document.querySelector('[role="log"]')
    const before = log?.scrollTop
    return {
      // The page's own last write may end now too.
      reached: new Promise<void>((resolve) => {
        log?.addEventListener('scrollend', () => log.scrollTop !== before && resolve())
      }),
    }
  })
  await scroll()
  await rest.evaluate(({ reached }) => reached)
}

/** Scrolls as an assistive program does: no key, no wheel, the position is just another one. */
export function setScrollTop(page: Page, by: number): Promise<void> {
  return page.evaluate((distance) => {
    const log = document.querySelector('[role="log"]')
    if (log) log.scrollTop += distance
  }, by)
}
