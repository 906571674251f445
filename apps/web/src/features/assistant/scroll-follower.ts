import { createFollower, type FollowView, type ScrollPosition } from './follow-scroll.ts'

/** A follower that is fastened to an element: the one owner of its scroll position. */
export type ScrollFollower = {
  readonly view: () => FollowView
  readonly subscribe: (listener: () => void) => () => void
  /** Follows the growth of the element's first child, from the end on. Fits a `ref`. */
  readonly attach: (scroller: HTMLElement | null) => (() => void) | undefined
  readonly jumpToLatest: () => void
}

export function createScrollFollower(): ScrollFollower {
  const listeners = new Set<() => void>()
  const follower = createFollower(() => {
    for (const listener of listeners) listener()
  })
  let settle: (() => void) | undefined

  return {
    view: follower.view,

    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },

    attach(scroller) {
      if (!scroller) return undefined
      const onScroll = (): void => follower.scrolled(positionOf(scroller))
      const settleHere = (): void => {
        const to = follower.resized(positionOf(scroller))
        if (to === null) return
        scroller.scrollTop = to
        follower.wrote(scroller.scrollTop)
      }
      settle = settleHere
      // Runs after layout and before paint: one write for each change of size, and no flicker.
      const observer = new ResizeObserver(settleHere)
      observer.observe(scroller)
      if (scroller.firstElementChild) observer.observe(scroller.firstElementChild)
      scroller.addEventListener('scroll', onScroll, { passive: true })
      follower.follow()
      return () => {
        scroller.removeEventListener('scroll', onScroll)
        observer.disconnect()
        if (settle === settleHere) settle = undefined
      }
    },

    jumpToLatest() {
      follower.follow()
      settle?.()
    },
  }
}

function positionOf(element: HTMLElement): ScrollPosition {
  return {
    top: element.scrollTop,
    height: element.scrollHeight,
    viewport: element.clientHeight,
  }
}
