/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/** Record of a run in the page. Times are the page's own milliseconds. */
export type ProbeReading = {
  readonly frameGaps: readonly number[]
  readonly longTasks: readonly number[]
  readonly keys: readonly number[]
  /** From the last byte to the frame that shows the last word. */
  readonly endMs: number | null
}

declare global {
  interface Window {
    probe: { start(endMarker: string): void; isDone(): boolean; read(): ProbeReading }
  }
}

/**
 * Runs inside of every page before its own code: the gaps between frames, tasks over 50 ms, key
 * presses until they are painted, and the first frame that shows the last word.
 * Nothing from outside of it is there in the page, so its helpers are inside too.
 */
/* oxlint-disable unicorn/consistent-function-scoping */
export function installProbe(): void {
  let isRunning = false
  let endMarker = ''
  let list: Element | null = null
  let before = 0
  let endAt: number | null = null
  let frameGaps: number[] = []
  let longTasks: number[] = []
  let keys: number[] = []
  let replyStarted = 0

  // A message comes right after the frame that was just drawn.
  const channel = new MessageChannel()
  let waiting: (() => void)[] = []
  channel.port1.addEventListener('message', () => {
    const due = waiting
    waiting = []
    for (const run of due) run()
  })
  channel.port1.start()
  function afterPaint(run: () => void): void {
    requestAnimationFrame(() => {
      waiting.push(run)
      channel.port2.postMessage(null)
    })
  }

  /** Looks for the last word in the last few texts of the reply: this runs in every frame. */
  function showsEnd(): boolean {
    const articles = document.getElementsByTagName('article')
    const article = articles[articles.length - 1]
    const root = article ? article.querySelector(':scope > div') : list?.lastElementChild
    if (!root) return false
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_ALL)
    while (walker.lastChild());
    for (let seen = 0; seen < 8; seen++) {
      const { currentNode } = walker
      if (currentNode instanceof Text && currentNode.data.includes(endMarker)) return true
      if (!walker.previousNode()) return false
    }
    return false
  }

  function frame(): void {
    if (!isRunning) return
    const now = performance.now()
    if (before > 0) frameGaps.push(now - before)
    before = now
    if (endAt === null && showsEnd()) endAt = now
    afterPaint(frame)
  }

  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) {
      if (isRunning && startTime >= replyStarted) longTasks.push(duration)
    }
  }).observe({ type: 'longtask' })

  addEventListener(
    'keydown',
    (event) => {
      if (!isRunning || event.key === 'Enter') return
      afterPaint(() => keys.push(performance.now() - event.timeStamp))
    },
    { capture: true },
  )

  window.probe = {
    start(marker) {
      list = document.querySelector('#list')
      endMarker = marker
      isRunning = true
      before = 0
      endAt = null
      frameGaps = []
      longTasks = []
      keys = []
      replyStarted = performance.now()
      performance.clearResourceTimings()
      afterPaint(frame)
    },
    isDone: () => endAt !== null && responseEnd() > 0,
    read() {
      isRunning = false
      return { frameGaps, longTasks, keys, endMs: endAt === null ? null : endAt - responseEnd() }
    },
  }

  function responseEnd(): number {
    const entries = performance.getEntriesByType('resource')
    for (const entry of entries.toReversed()) {
      if (entry instanceof PerformanceResourceTiming && entry.name.endsWith('/api/ai/stream'))
        return entry.responseEnd
    }
    return 0
  }
}
