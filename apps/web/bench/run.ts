/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import type { Browser, BrowserContextOptions, CDPSession, Page } from 'playwright'
import { installProbe } from './probe.ts'
import { markers } from './reply-text.ts'
import { isWhole, segmentsOf, type Scenario } from './scenarios.ts'
import type { Subject, Urls } from './subjects.ts'
import type { Upstream } from './upstream.ts'

export type RunOptions = {
  readonly browser: Browser
  readonly urls: Urls
  readonly upstream: Upstream
  readonly sampleMs: number
  /** The stored conversation of the product, by messages in it. */
  readonly storage: ReadonlyMap<number, BrowserContextOptions['storageState']>
}

/** The figures of one reply on one page. All times in milliseconds. */
export type RunResult = {
  /** Thread time of the main thread for 1,000 chunks. */
  readonly busy: number
  readonly busyFirst: number
  readonly busyLast: number
  readonly longTasks: number
  readonly longestTask: number
  readonly frameP50: number
  readonly frameP95: number
  readonly frameP99: number
  readonly longestFrame: number
  readonly keyP50: number
  readonly keyP95: number
  readonly end: number
  readonly heapMb: number
  readonly nodes: number
  readonly content: Content
}

/** The shown text of a reply. */
export type Content = {
  readonly start: boolean
  readonly middle: boolean
  readonly end: boolean
  readonly headings: number
  readonly tables: number
  readonly codeBlocks: number
  readonly links: number
  readonly items: number
}

const keyEveryMs = 200
const frameMs = 1000 / 60
const patienceMs = 90_000

/** Opens a page, asks, types five keys a second while the reply comes, and reads what it cost. */
export async function runOnce(
  subject: Subject,
  scenario: Scenario,
  options: RunOptions,
): Promise<RunResult> {
  const state = subject.name === 'askdesk' ? options.storage.get(scenario.history) : undefined
  const context = await options.browser.newContext({
    viewport: { width: 1440, height: 900 },
    ...(state && { storageState: state }),
  })
  try {
    const page = await context.newPage()
    await page.addInitScript(installProbe)
    await subject.open(page, options.urls, scenario.history)
    return await measure(page, scenario, options)
  } finally {
    await context.close()
  }
}

async function measure(page: Page, scenario: Scenario, options: RunOptions): Promise<RunResult> {
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable', { timeDomain: 'threadTicks' })
  await session.send('HeapProfiler.collectGarbage')
  const segments = segmentsOf(scenario, options.sampleMs)
  const marks: Promise<number>[] = []
  options.upstream.prepare({
    segments,
    onBoundary: (index) => {
      marks[index] = busyMs(session)
    },
  })
  const input = page.getByRole('textbox', { name: 'Message' })
  await input.fill('[[bench run]]')
  await page.evaluate((marker) => window.probe.start(marker), markers.end)
  await input.press('Enter')
  const stopTyping = typeInto(page)
  await page.waitForFunction(() => window.probe.isDone(), undefined, {
    timeout: patienceMs,
    polling: 100,
  })
  await stopTyping()
  const total = await busyMs(session)
  const reading = await page.evaluate(() => window.probe.read())
  const times = [...(await Promise.all(marks)), total]
  const at = (index: number): number => times[index] ?? total
  const content = await page.evaluate(readContent, markers)
  await session.send('HeapProfiler.collectGarbage')
  const metrics = await readMetrics(session)

  const chunksOf = (index: number): number => segments[index]?.chunks ?? 1
  const last = segments.length - 1
  const spent = (index: number): number => at(index + 1) - at(index)
  const measured = isWhole(segments) ? segments.map((_, index) => index) : [0, last]
  // The end's cost belongs to the reply, though to none of its quarters.
  const busy = sum(measured.map(spent)) + total - at(segments.length)
  return {
    busy: (busy / sum(measured.map(chunksOf))) * 1000,
    busyFirst: (spent(0) / chunksOf(0)) * 1000,
    busyLast: (spent(last) / chunksOf(last)) * 1000,
    longTasks: reading.longTasks.length,
    longestTask: Math.max(0, ...reading.longTasks),
    frameP50: quantile(reading.frameGaps, 0.5),
    frameP95: quantile(reading.frameGaps, 0.95),
    frameP99: quantile(reading.frameGaps, 0.99),
    longestFrame: Math.max(0, ...reading.frameGaps),
    keyP50: quantile(reading.keys, 0.5),
    keyP95: quantile(reading.keys, 0.95),
    end: reading.endMs ?? Number.NaN,
    heapMb: (metrics.get('JSHeapUsedSize') ?? 0) / 1e6,
    nodes: metrics.get('Nodes') ?? 0,
    content,
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((left, right) => left + right, 0)
}

/**
 * Presses keys as a person goes on typing, until it is told to stop. Twelve frames are 200 ms: at an
 * even pace all keys of a run would fall on the same moment of a frame, and which one it is would
 * decide the figure. So each comes a little earlier or later, and together they meet all moments.
 */
function typeInto(page: Page): () => Promise<void> {
  const presses: Promise<void>[] = []
  let timer: ReturnType<typeof setTimeout>
  function next(index: number): void {
    timer = setTimeout(
      () => {
        // A page that is gone takes no key; the run itself says so.
        presses.push(page.keyboard.press('x').catch(() => undefined))
        next(index + 1)
      },
      keyEveryMs + unevenness(index + 1) - unevenness(index),
    )
  }
  next(0)
  return async () => {
    clearTimeout(timer)
    await Promise.all(presses)
  }
}

/** Spreads evenly over one frame, in the same order in each run. */
function unevenness(index: number): number {
  return ((index * 0.618_034) % 1) * frameMs
}

async function busyMs(session: CDPSession): Promise<number> {
  return ((await readMetrics(session)).get('TaskDuration') ?? 0) * 1000
}

async function readMetrics(session: CDPSession): Promise<Map<string, number>> {
  const { metrics } = await session.send('Performance.getMetrics')
  return new Map(metrics.map(({ name, value }) => [name, value]))
}

/** Runs in the page. */
function readContent(wanted: typeof markers): Content {
  const articles = document.querySelectorAll('[role="log"] article')
  const list = document.querySelector('#list')
  const reply = articles[articles.length - 1] ?? list?.lastElementChild
  const text = reply?.textContent ?? ''
  const count = (selector: string): number => reply?.querySelectorAll(selector).length ?? 0
  return {
    start: text.includes(wanted.start),
    middle: text.includes(wanted.middle),
    end: text.includes(wanted.end),
    headings: count('h1,h2,h3,h4,h5,h6'),
    tables: count('table'),
    codeBlocks: count('pre'),
    links: count('a[href^="https://example.org"]'),
    items: count('li'),
  }
}

export function quantile(values: readonly number[], at: number): number {
  const sorted = values.toSorted((left, right) => left - right)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * at))] ?? Number.NaN
}
