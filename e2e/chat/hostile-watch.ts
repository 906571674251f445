/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import type { Page } from 'playwright/test'

declare global {
  interface Window {
    pwned: () => void
    ranScripts: number
    longestTask: number
  }
}

/** Counts every script that runs, and every request and window that leads elsewhere. */
export async function watchForHarm(page: Page, url: string): Promise<() => string[]> {
  const harm: string[] = []
  const own = new URL(url).host
  await page.addInitScript(installWatch)
  await page.context().route(
    (target) => target.host !== own,
    (route) => route.abort(),
  )
  page.on('request', (request) => {
    const target = new URL(request.url())
    const isWeb = target.protocol !== 'data:' && target.protocol !== 'blob:'
    if (isWeb && target.host !== own) harm.push(`request to ${target.href}`)
  })
  page.on('dialog', (dialog) => {
    harm.push(`dialog ${dialog.message()}`)
    void dialog.dismiss()
  })
  page.on('popup', (popup) => void harm.push(`window ${popup.url()}`))
  page.on('crash', () => void harm.push('the page crashed'))
  return () => harm
}

/** Runs in the page, before anything of its own. */
function installWatch(): void {
  window.ranScripts = 0
  window.longestTask = 0
  window.pwned = () => {
    window.ranScripts += 1
  }
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) {
      window.longestTask = Math.max(window.longestTask, duration)
    }
  }).observe({ type: 'longtask' })
}

export type Seen = {
  readonly ranScripts: number
  readonly longestTask: number
  readonly textLength: number
  /** Elements and attributes that no answer may ever become. */
  readonly forbidden: readonly string[]
}

/** The last answer as the page has drawn it. */
export function look(page: Page): Promise<Seen> {
  return page.evaluate(() => {
    const replies = document.querySelectorAll('[role="log"] article')
    const reply = replies[replies.length - 1]
    const text = reply?.querySelector('[data-reply-text]') ?? reply
    const allowed =
      'a p h3 h4 h5 h6 ul ol li blockquote hr pre code span strong em del br sup input div table thead tbody tr th td button svg path math'
    const names = new Set(allowed.split(' '))
    const forbidden: string[] = []
    for (const element of text?.querySelectorAll('*') ?? []) {
      const name = element.localName
      const isMath = element.namespaceURI === 'http://www.w3.org/1998/Math/MathML'
      const isIcon = element.closest('button > svg') !== null
      if (!isMath && (!names.has(name) || (/^(?:svg|path)$/.test(name) && !isIcon)))
        forbidden.push(name)
      for (const attribute of element.getAttributeNames()) {
        if (/^on|^src|^xlink|^action|^formaction|^srcdoc/i.test(attribute))
          forbidden.push(attribute)
      }
      if (element instanceof HTMLAnchorElement) {
        const isOwn = /^#.*note-\d+$|^#.*use-\d+$|^\/\?ticket=\d+$/.test(
          element.getAttribute('href') ?? '',
        )
        const isMarked = element.rel.includes('noopener') && element.target === '_blank'
        const isWeb = /^(?:https?:|mailto:)/.test(element.href) && isMarked
        if (!isOwn && !isWeb) forbidden.push(element.outerHTML)
      }
    }
    const seen = {
      ranScripts: window.ranScripts,
      longestTask: Math.round(window.longestTask),
      textLength: text?.textContent?.trim().length ?? 0,
      forbidden,
    }
    window.longestTask = 0
    return seen
  })
}
