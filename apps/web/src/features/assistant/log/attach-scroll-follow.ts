import { createFollower, type FollowView, type ScrollPosition } from './scroll-follow-state.ts'

/** A follower that is fastened to an element: the one owner of its scroll position. */
export type ScrollFollower = {
  readonly view: () => FollowView
  readonly subscribe: (listener: () => void) => () => void
  /** Follows the growth of the element's first child, from the end on. Fits a `ref`. */
  readonly attach: (scroller: HTMLElement | null) => (() => void) | undefined
  /** The element whose lower edge is the end of the text. Fits a `ref`. */
  readonly watchEnd: (element: HTMLElement | null) => (() => void) | undefined
  readonly jumpToLatest: () => void
  /** Goes to the question that was just asked, and along with its answer until that fills the view. */
  readonly jumpToQuestion: () => void
}

/** Reader's input before the position changes. */
const inputs = ['wheel', 'touchmove', 'keydown'] as const
const releases = ['pointerup', 'pointercancel', 'blur'] as const
/** Longer than any browser glides, and how many frames at the end are enough. */
const mostFrames = 60
const enoughFrames = 4

export function createScrollFollower(): ScrollFollower {
  const listeners = new Set<() => void>()
  const follower = createFollower(() => {
    for (const listener of listeners) listener()
  })
  /** Goes where the follower wants to be. Says whether that was a move. */
  let settle: (() => boolean) | undefined
  let observer: ResizeObserver | undefined
  let last: HTMLElement | null = null
  /** The newest answer when a question was asked: not the one to it. */
  let answerBefore: Element | undefined
  /** Reader's input so far: presses, turns and keys. */
  let moves = 0

  function touched(): void {
    moves += 1
    follower.touched()
  }

  /**
   * A browser glides for a while after a key or a wheel, and goes on gliding from a position that is
   * set meanwhile. So the end is asked for until it has held for some frames, or the reader moves.
   */
  function goToEnd(
    until: 'end' | 'answer',
    frame: number,
    held: number,
    movesBefore: number,
  ): void {
    if (moves !== movesBefore) return
    const isRead = until === 'answer' && frame > 0 && !follower.view().isFollowing
    if (isRead) return
    follower.follow(until)
    const isThere = settle?.() === false
    if (frame === mostFrames || held === enoughFrames) return
    requestAnimationFrame(() => goToEnd(until, frame + 1, isThere ? held + 1 : 0, movesBefore))
  }

  return {
    view: follower.view,

    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },

    attach(scroller) {
      if (!scroller) return undefined
      const onScroll = (): void => follower.scrolled(positionOf(scroller, last, answerBefore))
      const settleHere = (): boolean => {
        const to = follower.resized(positionOf(scroller, last, answerBefore))
        if (to === null) return false
        scroller.scrollTop = to
        follower.wrote(scroller.scrollTop)
        return true
      }
      let heightSaid = 0
      /** Not a container unit: Chromium forgets its scroll anchor inside a size container that is styled anew. */
      const sayHeight = (): void => {
        if (scroller.clientHeight === heightSaid) return
        heightSaid = scroller.clientHeight
        scroller.style.setProperty('--log-height', `${heightSaid}px`)
      }
      const onPress = (): void => {
        moves += 1
        follower.hold(true)
      }
      const onRelease = (): void => {
        // The event that tells of the last move may still be on its way.
        follower.scrolled(positionOf(scroller, last, answerBefore))
        follower.hold(false)
        settleHere()
      }
      settle = settleHere
      // Runs after layout and before paint: one write for each change of size, and no flicker.
      const created = new ResizeObserver(() => {
        sayHeight()
        settleHere()
      })
      observer = created
      created.observe(scroller)
      if (scroller.firstElementChild) created.observe(scroller.firstElementChild)
      if (last) created.observe(last)
      const passive = { passive: true }
      scroller.addEventListener('scroll', onScroll, passive)
      scroller.addEventListener('pointerdown', onPress, passive)
      for (const input of inputs) scroller.addEventListener(input, touched, passive)
      for (const release of releases) window.addEventListener(release, onRelease, passive)
      follower.follow()
      return () => {
        scroller.removeEventListener('scroll', onScroll)
        scroller.removeEventListener('pointerdown', onPress)
        for (const input of inputs) scroller.removeEventListener(input, touched)
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
      goToEnd('end', 0, 0, moves)
    },

    jumpToQuestion() {
      answerBefore = answerIn(last)
      follower.hold(false)
      goToEnd('answer', 0, 0, moves)
    },
  }
}

function positionOf(
  scroller: HTMLElement,
  last: HTMLElement | null,
  answerBefore: Element | undefined,
): ScrollPosition {
  const top = scroller.scrollTop
  const height = scroller.scrollHeight
  return {
    top,
    height,
    viewport: scroller.clientHeight,
    content: last ? edgeOf(last) - scroller.getBoundingClientRect().top + top : height,
    first: firstLineOf(scroller, last, answerBefore),
    paragraphs: last ? paragraphsIn(last) : 0,
  }
}

function answerIn(last: HTMLElement | null): Element | undefined {
  return last?.querySelector('[data-reply-text]') ?? undefined
}

function firstLineOf(
  scroller: HTMLElement,
  last: HTMLElement | null,
  answerBefore: Element | undefined,
): number {
  const text = answerIn(last)
  if (!text || text === answerBefore) return Number.POSITIVE_INFINITY
  const edge = scroller.getBoundingClientRect().top
  // A little of what is above shows that there is more.
  return text.getBoundingClientRect().top - edge + scroller.scrollTop - 8
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
