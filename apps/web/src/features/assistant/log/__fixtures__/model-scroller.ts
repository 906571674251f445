import { createFollower, type Follower } from '../scroll-follow-state.ts'

/** A scroller as browsers have them: scroll events come with the next frame, layout moves positions. */
export type ModelScroller = ReturnType<typeof createModelScroller>

export function createModelScroller(viewportHeight = 300) {
  let viewport = viewportHeight
  /** Text, and the room that holds a question up while its answer is short. */
  let text = 200
  let room = 0
  let paragraphs = 1
  /** Infinite: no answer has begun. */
  let first = Number.POSITIVE_INFINITY
  let top = 0
  let isEventDue = false
  let isHeld = false
  const follower: Follower = createFollower(() => {})
  const height = (): number => Math.max(text, room, viewport)
  const end = (): number => height() - viewport
  const position = () => ({ top, height: height(), viewport, content: text, first, paragraphs })

  function move(to: number): void {
    const next = Math.min(end(), Math.max(0, to))
    if (next !== top) isEventDue = true
    top = next
  }

  return {
    follower,
    top: () => top,
    end,
    isHeld: () => isHeld,
    isAtEnd: () => end() - top <= 1.5,

    /** Text is added or taken away below; what no longer fits moves the scroller. */
    resize(by: number): void {
      text = Math.max(50, text + by)
      if (by > 0) paragraphs += 1
      move(top)
    },

    /** Layout changes above what is seen. A reader's place is kept by the browser, an end is not. */
    resizeAbove(by: number): void {
      text = Math.max(50, text + by)
      if (room > 0) room = Math.max(viewport, room + by)
      move(follower.view().isFollowing ? top : top + by)
    },

    resizeViewport(to: number): void {
      viewport = to
      move(top)
    },

    /** A question is sent: room is made so that it can stand at the top. */
    ask(): void {
      const questionAt = text
      text += 60
      room = questionAt + viewport
      paragraphs = 0
      this.jump()
    },

    /** A question whose answer begins below it, and is followed until that is at the top. */
    askForAnswer(): void {
      this.ask()
      first = text
      follower.follow('answer')
      this.settle()
    },

    zoom(factor: number): void {
      text *= factor
      room *= factor
      move(top * factor)
    },

    press(): void {
      isHeld = true
      follower.hold(true)
    },

    release(): void {
      isHeld = false
      follower.hold(false)
      this.settle()
    },

    /** A wheel, key, finger or scrollbar; or, without a hint, a script or the find bar. */
    readerScrolls(by: number, hasHint = true): void {
      if (hasHint) follower.touched()
      move(top + by)
    },

    settle(): void {
      const to = follower.resized(position())
      if (to === null) return
      // Browsers round to device pixels.
      move(Math.round(to * 2) / 2)
      follower.wrote(top)
    },

    /** One frame: scroll events first, then layout, then the observer of sizes. */
    frame(layout: () => void = () => {}): void {
      if (isEventDue) {
        isEventDue = false
        follower.scrolled(position())
      }
      layout()
      this.settle()
    },

    jump(): void {
      isHeld = false
      follower.hold(false)
      follower.follow()
      this.settle()
    },
  }
}
