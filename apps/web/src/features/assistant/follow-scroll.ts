/** Where a scroller stands. */
export type ScrollPosition = {
  readonly top: number
  readonly height: number
  readonly viewport: number
}

export type FollowView = {
  /** The newest text is kept in view. */
  readonly isFollowing: boolean
  /** Something was added below while it was not. */
  readonly hasNew: boolean
}

export type Follower = {
  readonly view: () => FollowView
  /** The scroller moved, by whomever. */
  readonly scrolled: (position: ScrollPosition) => void
  /** Content or viewport changed size. Gives the position to write, or null to leave it alone. */
  readonly resized: (position: ScrollPosition) => number | null
  /** The position that a write ended in, which a browser may round or cap. */
  readonly wrote: (top: number) => void
  readonly follow: () => void
}

/** Browsers place fractions of pixels; this much is not a move. */
const tolerance = 1.5
/** A reader who comes this close to the end means to be there. */
const endZone = 24

/**
 * Decides whether the newest text is followed. A move is told apart by what is known, not by
 * timers: a position that was just written is its own, one that shrinking content forces is the
 * browser's, and every other is the reader's. Up lets go, back at the end takes hold again.
 */
export function createFollower(onChange: () => void): Follower {
  let view: FollowView = { isFollowing: true, hasNew: false }
  let written: number | null = null
  let top = 0
  let height = 0

  function set(next: FollowView): void {
    if (next.isFollowing === view.isFollowing && next.hasNew === view.hasNew) return
    view = next
    onChange()
  }

  return {
    view: () => view,

    scrolled(position) {
      const before = top
      top = position.top
      if (written !== null && Math.abs(top - written) <= tolerance) return
      written = null
      const end = Math.max(0, position.height - position.viewport)
      const isForced = position.height < height && top < before && Math.abs(top - end) <= tolerance
      height = position.height
      if (isForced) return
      if (top < before - tolerance) set({ isFollowing: false, hasNew: view.hasNew })
      else if (top > before && top >= end - endZone) set({ isFollowing: true, hasNew: false })
    },

    resized(position) {
      const hasGrown = position.height > height
      height = position.height
      const end = Math.max(0, position.height - position.viewport)
      if (!view.isFollowing) {
        if (hasGrown && end - position.top > endZone) set({ isFollowing: false, hasNew: true })
        return null
      }
      // The reader moved, and the event that tells of it is still on its way.
      if (position.top < top - tolerance && position.top < end - tolerance && top <= end) {
        return null
      }
      return Math.abs(end - position.top) > tolerance ? end : null
    },

    wrote(position) {
      written = position
      top = position
    },

    follow: () => set({ isFollowing: true, hasNew: false }),
  }
}
