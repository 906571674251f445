/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/* oxlint-disable unicorn/consistent-function-scoping -- what runs in the page has nothing of its module */
import { expect, type Page } from 'playwright/test'

export const windows = [
  { width: 320, height: 480 },
  { width: 390, height: 844 },
  { width: 844, height: 390 },
  { width: 720, height: 450 },
  { width: 1024, height: 768 },
  { width: 1366, height: 650 },
  { width: 1440, height: 900 },
  { width: 1920, height: 1080 },
] as const

/**
 * Every text and every control can be brought into the window by scrolling what a person can scroll,
 * and the window itself neither scrolls nor is too narrow.
 */
export async function expectEverythingReachable(page: Page, state: string): Promise<void> {
  // Late layout is part of the state: sizes are looked at once nothing moves any more.
  await expect
    .poll(async () => [state, page.viewportSize(), await page.evaluate(findUnreachable)])
    .toEqual([state, page.viewportSize(), []])
}

/** Names what cannot be brought into the window. Runs in the page, so it holds all that it needs. */
function findUnreachable(): string[] {
  type Box = { left: number; right: number; top: number; bottom: number }
  const slack = 1.5
  const nameOf = (element: Element): string => {
    const words = element.getAttribute('aria-label') ?? element.textContent.trim().slice(0, 40)
    return `${element.tagName.toLowerCase()} "${words}"`
  }
  const inner = (element: Element): Box => {
    const { left, top } = element.getBoundingClientRect()
    return {
      left: left + element.clientLeft,
      right: left + element.clientLeft + element.clientWidth,
      top: top + element.clientTop,
      bottom: top + element.clientTop + element.clientHeight,
    }
  }
  const scrolls = (overflow: string): boolean => overflow === 'auto' || overflow === 'scroll'
  const clips = (overflow: string): boolean => overflow === 'hidden' || overflow === 'clip'
  const saysThatItIsCut = (style: CSSStyleDeclaration): boolean =>
    style.textOverflow === 'ellipsis' ||
    style.webkitLineClamp !== 'none' ||
    style.maskImage !== 'none'
  const isControl = (element: Element): boolean =>
    element.matches('a[href], button, input, select, textarea, [tabindex]')
  const holdsText = (element: Element): boolean =>
    [...element.childNodes].some((node) => node.nodeType === 3 && (node.nodeValue ?? '').trim())

  /** Says what keeps an element out of view; empty when nothing does. */
  const obstacleOf = (element: Element): string => {
    let box: Box = element.getBoundingClientRect()
    const isInline = getComputedStyle(element).display === 'inline'
    for (let up = element.parentElement; up !== null; up = up.parentElement) {
      const style = getComputedStyle(up)
      // An ellipsis, or a text that fades out; a link that is part of such a text may be cut too.
      if (saysThatItIsCut(style) && (isInline || !isControl(element))) return ''
      const room = inner(up)
      const next = { ...box }
      if (scrolls(style.overflowY)) {
        if (box.top + up.scrollTop < room.top - slack) return `starts above ${nameOf(up)}`
        if (up.clientHeight < 16) return `${nameOf(up)} is ${up.clientHeight} px high`
        next.top = room.top
        next.bottom = room.bottom
      } else if (clips(style.overflowY) && box.bottom > room.bottom + slack)
        return `ends ${Math.round(box.bottom - room.bottom)} px below ${nameOf(up)}`
      if (scrolls(style.overflowX) && up.scrollWidth > up.clientWidth) {
        next.left = room.left
        next.right = room.right
      } else if (clips(style.overflowX) && box.right > room.right + slack)
        return `ends ${Math.round(box.right - room.right)} px right of ${nameOf(up)}`
      if (style.position === 'fixed') {
        box = next
        break
      }
      box = next
    }
    if (box.bottom > innerHeight + slack) return `ends at y = ${Math.round(box.bottom)}`
    if (box.right > innerWidth + slack) return `ends at x = ${Math.round(box.right)}`
    if (box.top < -slack) return `starts at y = ${Math.round(box.top)}`
    return box.left < -slack ? `starts at x = ${Math.round(box.left)}` : ''
  }

  const found: string[] = []
  const root = document.documentElement
  if (root.scrollHeight > innerHeight) found.push(`the page is ${root.scrollHeight} px high`)
  if (root.scrollWidth > innerWidth) found.push(`the page is ${root.scrollWidth} px wide`)
  for (const element of document.body.querySelectorAll('*')) {
    if (!isControl(element) && !holdsText(element)) continue
    if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue
    // Kept for screen readers, or out of the way until it has the focus.
    if (element.closest('.visually-hidden, a[href^="#"], svg, option')) continue
    const { width, height } = element.getBoundingClientRect()
    if (width <= 1 || height <= 1) continue
    const obstacle = obstacleOf(element)
    if (obstacle) found.push(`${nameOf(element)} ${obstacle}`)
  }
  return found.slice(0, 6)
}
