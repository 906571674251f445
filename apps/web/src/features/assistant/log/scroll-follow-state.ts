/** Where a scroller stands. */
export type ScrollPosition = {
  readonly top: number
  readonly height: number
  readonly viewport: number
  /** Where the text ends. Below it may be room, so that a question can stand near the top. */
  readonly content: number
  /** Where the first line of the newest reply's text begins; infinite as long as there is none. */
  readonly first: number
  /** Paragraphs of the newest reply so far. */
  readonly paragraphs: number
}

export type FollowView = {
  /** The newest text is kept in view. */
  readonly isFollowing: boolean
  /** There is text below what is seen. */
  readonly hasMore: boolean
  /** Something was added below since the reader went away. */
  readonly hasNew: boolean
  readonly newParagraphs: number
}

export type Follower = {
  readonly view: () => FollowView
  /** The scroller moved, by whomever. */
  readonly scrolled: (position: ScrollPosition) => void
  /** Content or viewport changed size. Gives the position to write, or null to leave it alone. */
  readonly resized: (position: ScrollPosition) => number | null
  /** The position that a write ended in, which a browser may round or cap. */
  readonly wrote: (top: number) => void
  /** The reader turned a wheel, pressed a key or moved a finger: what follows may be their move. */
  readonly touched: () => void
  /** A button or finger is down: nothing moves under it until it is up again. */
  readonly hold: (isHeld: boolean) => void
  /** Keeps the end in view; `answer` only until the first line of the answer has come to the top. */
  readonly follow: (until?: 'end' | 'answer') => void
}

/** Browsers place fractions of pixels; this much is not a move. */
const tolerance = 1.5
/** A reader who comes this close to the end means to be there. */
const endZone = 24

const following: FollowView = {
  isFollowing: true,
  hasMore: false,
  hasNew: false,
  newParagraphs: 0,
}

/**
 * Decides whether the newest text is followed. A move is told apart by what is known, not by
 * timers: a position that was just written is its own; one that shrinking content forces, or that
 * turns up while sizes are being told, is the browser's, as readers' moves are told of before
 * layout; every other is the reader's. Up lets go, back at the end takes hold again. So does an answer
 * whose first line has reached the top: it is read from there, and who wants its end asks for it.
 */
export function createFollower(onChange: () => void): Follower {
  let view = following
  /** Where the end was when it was last held. */
  let pinned = 0
  let top = 0
  let height = 0
  let content = 0
  let paragraphs = 0
  let hasInput = false
  let isHeld = false
  let stopsAtAnswer = false

  function set(next: FollowView): void {
    const isSame =
      next.isFollowing === view.isFollowing &&
      next.hasMore === view.hasMore &&
      next.hasNew === view.hasNew &&
      next.newParagraphs === view.newParagraphs
    if (isSame) return
    view = next
    onChange()
  }

  function look(position: ScrollPosition): void {
    const more = position.content - position.top - position.viewport
    // Another reply begins to count at nothing.
    const since = position.paragraphs < paragraphs ? 0 : paragraphs
    const hasMore = more > tolerance
    set({
      isFollowing: false,
      hasMore,
      hasNew: hasMore && (view.hasNew || position.content > content + tolerance),
      newParagraphs: hasMore ? view.newParagraphs + position.paragraphs - since : 0,
    })
    content = position.content
    paragraphs = position.paragraphs
  }

  function letGo(position: ScrollPosition): void {
    content = position.content
    paragraphs = position.paragraphs
    look(position)
  }

  return {
    view: () => view,

    scrolled(position) {
      const before = top
      const isSized = Math.abs(position.height - height) > tolerance
      const isTheirs = hasInput || !isSized
      // After a wheel or a finger even a pixel is meant.
      const slack = hasInput ? 0.5 : tolerance
      hasInput = false
      top = position.top
      height = position.height
      const end = endOf(position)
      if (!view.isFollowing) {
        if (isTheirs && top > before && top >= end - endZone) {
          stopsAtAnswer = false
          set(following)
          pinned = top
        } else look(position)
        return
      }
      if (top >= pinned - slack) pinned = Math.max(pinned, top)
      else if (top >= end - slack) pinned = top
      else letGo(position)
    },

    resized(position) {
      const end = endOf(position)
      const mayBeTheirs = hasInput
      hasInput = false
      height = position.height
      if (!view.isFollowing) {
        if (!mayBeTheirs) top = position.top
        look(position)
        return null
      }
      if (isHeld) return null
      // The reader moved, and the event that tells of it is still on its way.
      if (mayBeTheirs && position.top < pinned - tolerance) return null
      top = position.top
      const goal = stopsAtAnswer ? Math.min(end, Math.max(0, position.first)) : end
      if (end > goal + tolerance) letGo({ ...position, top: goal })
      if (Math.abs(goal - top) > tolerance) return goal
      pinned = goal
      return null
    },

    wrote(position) {
      pinned = position
      top = position
    },

    touched() {
      hasInput = true
    },

    hold(held) {
      isHeld = held
    },

    follow(until = 'end') {
      stopsAtAnswer = until === 'answer'
      // The key that asked for it is no move of the reader's.
      hasInput = false
      set(following)
    },
  }
}

function endOf({ height, viewport }: ScrollPosition): number {
  return Math.max(0, height - viewport)
}
