import { createFollower, type FollowView, type ScrollPosition } from './follow-scroll.ts'

/** A follower that is fastened to an element: the one owner of its scroll position. */
export type ScrollFollower = {
  readonly view: () => FollowView
  readonly subscribe: (listener: () => void) => () => void
  /** Follows the growth of the element's first child, from the end on. Fits a `ref`. */
  readonly attach: (scroller: HTMLElement | null) => (() => void) | undefined
  /** The element whose lower edge is the end of the text. Fits a `ref`. */
  readonly watchEnd: (element: HTMLElement | null) => (() => void) | undefined
  readonly jumpToLatest: () => void
}

/** What a reader does before the position changes. */
const inputs = ['wheel', 'touchmove', 'keydown'] as const
const releases = ['pointerup', 'pointercancel', 'blur'] as const

export function createScrollFollower(): ScrollFollower {
  const listeners = new Set<() => void>()
  const follower = createFollower(() => {
    for (const listener of listeners) listener()
  })
  let settle: (() => void) | undefined
  let observer: ResizeObserver | undefined
  let last: HTMLElement | null = null

  return {
    view: follower.view,

    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },

    attach(scroller) {
      if (!scroller) return undefined
      const onScroll = (): void => follower.scrolled(positionOf(scroller, last))
      const settleHere = (): void => {
        const to = follower.resized(positionOf(scroller, last))
        if (to === null) return
        scroller.scrollTop = to
        follower.wrote(scroller.scrollTop)
      }
      const onPress = (): void => follower.hold(true)
      const onRelease = (): void => {
        follower.hold(false)
        settleHere()
      }
      settle = settleHere
      // Runs after layout and before paint: one write for each change of size, and no flicker.
      const created = new ResizeObserver(settleHere)
      observer = created
      created.observe(scroller)
      if (scroller.firstElementChild) created.observe(scroller.firstElementChild)
      if (last) created.observe(last)
      const passive = { passive: true }
      scroller.addEventListener('scroll', onScroll, passive)
      scroller.addEventListener('pointerdown', onPress, passive)
      for (const input of inputs) scroller.addEventListener(input, follower.touched, passive)
      for (const release of releases) window.addEventListener(release, onRelease, passive)
      follower.follow()
      return () => {
        scroller.removeEventListener('scroll', onScroll)
        scroller.removeEventListener('pointerdown', onPress)
        for (const input of inputs) scroller.removeEventListener(input, follower.touched)
        for (const release of releases) window.removeEventListener(release, onRelease)
        created.disconnect()
        follower.hold(false)
        if (settle === settleHere) settle = undefined
        if (observer === created) observer = undefined
      }
    },

    watchEnd(element) {
      if (!element) return undefined
      last = element
      observer?.observe(element)
      return () => {
        observer?.unobserve(element)
        if (last === element) last = null
      }
    },

    jumpToLatest() {
      follower.hold(false)
      follower.follow()
      settle?.()
    },
  }
}

function positionOf(scroller: HTMLElement, last: HTMLElement | null): ScrollPosition {
  const top = scroller.scrollTop
  const height = scroller.scrollHeight
  return {
    top,
    height,
    viewport: scroller.clientHeight,
    content: last ? edgeOf(last) - scroller.getBoundingClientRect().top + top : height,
    paragraphs: last ? paragraphsIn(last) : 0,
  }
}

function edgeOf(element: HTMLElement): number {
  return element.getBoundingClientRect().bottom
}

/** A text is drawn in groups of paragraphs. */
function paragraphsIn(element: HTMLElement): number {
  let paragraphs = 0
  for (const group of element.querySelector('[data-reply-text] > *')?.children ?? []) {
    paragraphs += group.childElementCount
  }
  return paragraphs
}
