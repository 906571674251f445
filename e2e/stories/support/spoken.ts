/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import type { Page } from 'playwright/test'

export type Spoken = {
  /** `status` and `reply` are the two polite regions, `alert` interrupts. */
  readonly place: 'status' | 'reply' | 'alert'
  readonly text: string
}

declare global {
  interface Window {
    spoken: { place: 'status' | 'reply' | 'alert'; text: string }[]
  }
}

/**
 * Notes from the first moment of the page on what the assistant's live regions are given to say,
 * each change once, as a screen reader is told of it. Works over reloads; each begins a new list.
 */
export async function listen(page: Page): Promise<() => Promise<Spoken[]>> {
  await page.addInitScript(() => {
    window.spoken = []
    // In one object: this runs in the page, where nothing of this file is.
    const regions = {
      of(node: Node): Element | null {
        const element = node instanceof Element ? node : node.parentElement
        const region =
          element?.closest('[role="alert"], [aria-live], output, [role="status"]') ?? null
        const isOurs = region?.closest('[aria-label="AI assistant"]') !== null
        return isOurs && region?.getAttribute('aria-live') !== 'off' ? region : null
      },
      place(region: Element): 'status' | 'reply' | 'alert' {
        if (region.getAttribute('role') === 'alert') return 'alert'
        return region.localName === 'output' ? 'status' : 'reply'
      },
    }
    // Text in a live region is told when it changes; an alert also when it comes.
    new MutationObserver((records) => {
      const changed = new Set<Element>()
      for (const { target, addedNodes } of records) {
        const region = regions.of(target)
        if (region) changed.add(region)
        for (const node of addedNodes) {
          if (!(node instanceof Element)) continue
          const alerts = node.querySelectorAll('[role="alert"]')
          for (const alert of node.matches('[role="alert"]') ? [node, ...alerts] : alerts)
            changed.add(alert)
        }
      }
      for (const region of changed) {
        const shown = region.cloneNode(true)
        if (!(shown instanceof Element)) continue
        for (const hidden of shown.querySelectorAll('[aria-hidden="true"]')) hidden.remove()
        const text = (shown.textContent ?? '').trim()
        if (text !== '') window.spoken.push({ place: regions.place(region), text })
      }
    }).observe(document, { childList: true, characterData: true, subtree: true })
  })
  return () => page.evaluate(() => window.spoken)
}
