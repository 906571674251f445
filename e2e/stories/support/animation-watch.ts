/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import type { Page } from 'playwright/test'

declare global {
  interface Window {
    moved: Set<string>
  }
}

/** Notes, frame by frame, every animation and transition that takes long enough to be seen. */
export async function watchAnimations(page: Page): Promise<() => Promise<string[]>> {
  await page.addInitScript(() => {
    window.moved = new Set()
    const look = (): void => {
      for (const animation of document.getAnimations()) {
        const { duration, iterations } = animation.effect?.getComputedTiming() ?? {}
        const isSeen = Number(duration) > 1 || iterations === Infinity
        if (!isSeen || !(animation.effect instanceof KeyframeEffect)) continue
        const name = animation instanceof CSSAnimation ? animation.animationName : 'transition'
        window.moved.add(`${name} on ${animation.effect.target?.outerHTML.slice(0, 80)}`)
      }
      requestAnimationFrame(look)
    }
    look()
  })
  return () => page.evaluate(() => [...window.moved])
}
