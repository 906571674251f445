import { array, assert, constant, integer, oneof, property, record } from 'fast-check'
import { expect, test } from 'vitest'
import { createFollower, type Follower } from './follow-scroll.ts'

const viewport = 300

/** A scroller as browsers have them: scroll events come later, and shrinking moves it. */
function createScroller() {
  let height = 200
  let top = 0
  let isEventDue = false
  const follower: Follower = createFollower(() => {})
  const end = (): number => Math.max(0, height - viewport)
  const position = () => ({ top, height, viewport })

  function move(to: number): void {
    const next = Math.min(end(), Math.max(0, to))
    if (next !== top) isEventDue = true
    top = next
  }
  return {
    follower,
    top: () => top,
    isAtEnd: () => end() - top <= 1.5,
    end,
    resize(by: number): void {
      height = Math.max(50, height + by)
      move(top)
    },
    readerScrolls: (by: number) => move(top + by),
    /** One frame: scroll events first, then the observer of sizes, as browsers order them. */
    frame(): void {
      if (isEventDue) {
        isEventDue = false
        follower.scrolled(position())
      }
      const to = follower.resized(position())
      if (to === null) return
      // Half pixels are rounded by the browser.
      move(Math.round(to))
      follower.wrote(top)
    },
    jump(): void {
      follower.follow()
      const to = follower.resized(position())
      if (to !== null) move(to)
      follower.wrote(top)
    },
  }
}

const action = oneof(
  record({ kind: constant('grow' as const), by: integer({ min: 1, max: 400 }) }),
  record({ kind: constant('shrink' as const), by: integer({ min: 1, max: 200 }) }),
  record({ kind: constant('up' as const), by: integer({ min: 2, max: 400 }) }),
  record({ kind: constant('down' as const), by: integer({ min: 2, max: 400 }) }),
  record({ kind: constant('frame' as const), by: constant(0) }),
)

test('without a reader it stays at the end, however the text grows and shrinks', () => {
  assert(
    property(array(action), (actions) => {
      const scroller = createScroller()
      for (const { kind, by } of actions) {
        if (kind === 'grow') scroller.resize(by)
        if (kind === 'shrink') scroller.resize(-by)
        scroller.frame()
        expect(scroller.isAtEnd()).toBe(true)
        expect(scroller.follower.view()).toEqual({ isFollowing: true, hasNew: false })
      }
    }),
  )
})

test('a reader who scrolled up is never moved until they come back to the end', () => {
  assert(
    property(array(action), (actions) => {
      const scroller = createScroller()
      scroller.resize(2000)
      scroller.frame()
      scroller.readerScrolls(-100)
      scroller.frame()
      expect(scroller.follower.view().isFollowing).toBe(false)
      for (const { kind, by } of actions) {
        if (kind === 'grow') scroller.resize(by)
        if (kind === 'up') scroller.readerScrolls(-by)
        const before = scroller.top()
        scroller.frame()
        expect(scroller.top()).toBe(before)
      }
      scroller.readerScrolls(100_000)
      scroller.frame()
      expect(scroller.follower.view()).toEqual({ isFollowing: true, hasNew: false })
      scroller.resize(500)
      scroller.frame()
      expect(scroller.isAtEnd()).toBe(true)
    }),
  )
})

test('a reader can scroll up while text is added in every frame', () => {
  const scroller = createScroller()
  scroller.resize(2000)
  scroller.frame()
  for (let frame = 0; frame < 20; frame++) {
    scroller.resize(30)
    scroller.readerScrolls(-8)
    scroller.frame()
  }
  expect(scroller.follower.view().isFollowing).toBe(false)
  expect(scroller.top()).toBe(1900 - 20 * 8)
})

test('something new below is told, and jumping takes hold again', () => {
  const scroller = createScroller()
  scroller.resize(2000)
  scroller.frame()
  scroller.readerScrolls(-500)
  scroller.frame()
  expect(scroller.follower.view()).toEqual({ isFollowing: false, hasNew: false })
  scroller.resize(40)
  scroller.frame()
  expect(scroller.follower.view()).toEqual({ isFollowing: false, hasNew: true })
  scroller.jump()
  scroller.frame()
  expect(scroller.isAtEnd()).toBe(true)
  expect(scroller.follower.view()).toEqual({ isFollowing: true, hasNew: false })
})
