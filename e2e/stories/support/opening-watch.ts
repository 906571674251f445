/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import type { Page } from 'playwright/test'

export type Opening = {
  /** From the press, as the browser dates it, to the frame after which suggestions are on the screen. */
  readonly toPaint: number
  /** From the press until the page began to handle it, and until it had. */
  readonly inputDelay: number
  readonly handled: number
}

/** Waits in the page for the next press and for the first suggestion painted after it. */
export async function measureOpening(page: Page): Promise<() => Promise<Opening>> {
  const watch = await page.evaluateHandle(() => {
    const pressed = new Promise<{ at: number; began: number; handled: number }>((resolve) => {
      addEventListener(
        'click',
        (event) => {
          const began = performance.now()
          // Behind everything that handles the same click.
          queueMicrotask(() => {
            setTimeout(() =>
              resolve({ at: event.timeStamp, began, handled: performance.now() - began }),
            )
          })
        },
        { capture: true, once: true },
      )
    })
    const painted = new Promise<number>((resolve) => {
      const look = (): void => {
        const isThere = document.querySelector('[role="group"][aria-label="Suggestions"] button')
        requestAnimationFrame(() => {
          // A frame is on its way to the screen when a task runs after it.
          if (isThere) setTimeout(() => resolve(performance.now()))
          else look()
        })
      }
      look()
    })
    const done = Promise.all([pressed, painted]).then(([{ at, began, handled }, paintedAt]) => ({
      toPaint: Math.round(paintedAt - at),
      inputDelay: Math.round(began - at),
      handled: Math.round(handled),
    }))
    return { done }
  })
  return () => watch.evaluate(({ done }) => done)
}
