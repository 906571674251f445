import { array, assert, constant, integer, oneof, property, record } from 'fast-check'
import { expect, test } from 'vitest'
import { createModelScroller } from './__fixtures__/model-scroller.ts'

const kinds = {
  grow: integer({ min: 1, max: 400 }),
  shrink: integer({ min: 1, max: 200 }),
  above: integer({ min: -150, max: 300 }),
  // Shrinks and grows again in the layouts of one frame: fonts, or code that is highlighted late.
  late: integer({ min: 1, max: 300 }),
  viewport: integer({ min: 120, max: 700 }),
  zoom: integer({ min: 50, max: 200 }),
  ask: constant(0),
  wheel: integer({ min: -400, max: 400 }),
  crawl: integer({ min: -3, max: 3 }),
  script: integer({ min: -2000, max: 2000 }),
  press: constant(0),
  release: constant(0),
  jump: constant(0),
  frame: constant(0),
}
const withoutReader = [
  'grow',
  'shrink',
  'above',
  'late',
  'viewport',
  'zoom',
  'ask',
  'frame',
] as const
const everything = [
  ...withoutReader,
  'wheel',
  'crawl',
  'script',
  'press',
  'release',
  'jump',
] as const

type Action = { readonly kind: (typeof everything)[number]; readonly by: number }

function actionsOf(names: readonly (typeof everything)[number][]) {
  return array(oneof(...names.map((kind) => record({ kind: constant(kind), by: kinds[kind] }))), {
    minLength: 15,
    maxLength: 40,
  })
}

/** Does one thing and then a frame, with what layout does in it. */
function act(scroller: ReturnType<typeof createModelScroller>, { kind, by }: Action): void {
  if (kind === 'grow') scroller.resize(by)
  if (kind === 'shrink') scroller.resize(-by)
  if (kind === 'viewport') scroller.resizeViewport(by)
  if (kind === 'zoom') scroller.zoom(by / 100)
  if (kind === 'ask') scroller.ask()
  if (kind === 'wheel' || kind === 'crawl') scroller.readerScrolls(by)
  if (kind === 'script') scroller.readerScrolls(by, false)
  if (kind === 'press') scroller.press()
  if (kind === 'release') scroller.release()
  if (kind === 'jump') scroller.jump()
  if (kind === 'above') scroller.frame(() => scroller.resizeAbove(by))
  if (kind !== 'late') return
  scroller.frame(() => {
    scroller.resize(-by)
    scroller.resize(by + 7)
  })
}

test('without a reader the end is never lost, in 10,000 interleavings', () => {
  let frames = 0
  assert(
    property(actionsOf(withoutReader), (actions) => {
      const scroller = createModelScroller()
      for (const action of actions) {
        act(scroller, action)
        scroller.frame()
        frames += 1
        const isFollowing = scroller.isAtEnd() && scroller.follower.view().isFollowing
        if (!isFollowing) throw new Error('The end was lost.')
      }
    }),
    { numRuns: 10_000 },
  )
  expect(frames).toBeGreaterThan(10_000)
  report(`following was never lost: 10,000 interleavings, ${frames} frames`)
})

test('with a reader it is never moved against their will, in 10,000 interleavings', () => {
  let frames = 0
  let awayFrames = 0
  assert(
    property(actionsOf(everything), (actions) => {
      const scroller = createModelScroller()
      scroller.resize(1500)
      scroller.frame()
      let isAway = false
      for (const action of actions) {
        const before = scroller.top()
        const isReader = ['wheel', 'crawl', 'script'].includes(action.kind)
        act(scroller, action)
        const reached = scroller.top()
        const toEnd = scroller.end() - reached
        if (action.kind === 'ask' || action.kind === 'jump') isAway = false
        else if (isReader && reached < before - 1.5 && toEnd > 1.5) isAway = true
        else if (isReader && reached > before && toEnd <= 24) isAway = false
        scroller.frame()
        frames += 1
        // Between the two, slow moves may add up to a will: nothing is asked of the follower then.
        if (isAway) {
          awayFrames += 1
          if (scroller.top() !== reached) throw new Error('The reader was moved.')
        } else if (scroller.follower.view().isFollowing && !scroller.isHeld()) {
          if (!scroller.isAtEnd()) throw new Error('The end was lost.')
        }
      }
    }),
    { numRuns: 10_000 },
  )
  expect(awayFrames).toBeGreaterThan(10_000)
  report(`no reader was moved: 10,000 interleavings, ${frames} frames, ${awayFrames} of them away`)
})

function report(line: string): void {
  process.stdout.write(`${line}\n`)
}

test.each([
  ['a wheel', -8, true],
  ['a slow finger', -1, true],
  ['a script or the find bar', -8, false],
])('%s gets away while text is added in every frame', (_name, by, hasHint) => {
  const scroller = createModelScroller()
  scroller.resize(2000)
  scroller.frame()
  const start = scroller.top()
  for (let frame = 0; frame < 20; frame++) {
    scroller.resize(frame % 3 === 0 ? 30 : 0)
    scroller.readerScrolls(by, hasHint)
    scroller.frame()
  }
  expect(scroller.follower.view().isFollowing).toBe(false)
  expect(scroller.top()).toBeLessThan(start)
})

test('nothing moves under a pressed button; it catches up when it is let go', () => {
  const scroller = createModelScroller()
  scroller.resize(2000)
  scroller.frame()
  const before = scroller.top()
  scroller.press()
  scroller.resize(300)
  scroller.frame()
  expect(scroller.top()).toBe(before)
  scroller.release()
  expect(scroller.isAtEnd()).toBe(true)
})

test('a question stands at the top; the room below shrinks before anything moves', () => {
  const scroller = createModelScroller()
  scroller.resize(1000)
  scroller.frame()
  const questionAt = 1200
  scroller.ask()
  scroller.frame()
  expect(scroller.top()).toBe(questionAt)
  scroller.resize(200)
  scroller.frame()
  expect(scroller.top()).toBe(questionAt)
  scroller.resize(100)
  scroller.frame()
  expect(scroller.top()).toBe(questionAt + 60)
})

test('what is new below is counted in paragraphs, and jumping takes hold again', () => {
  const scroller = createModelScroller()
  scroller.resize(2000)
  scroller.frame()
  scroller.readerScrolls(-500)
  scroller.frame()
  const away = { isFollowing: false, hasMore: true, hasNew: false, newParagraphs: 0 }
  expect(scroller.follower.view()).toEqual(away)
  for (let paragraph = 0; paragraph < 3; paragraph++) {
    scroller.resize(40)
    scroller.frame()
  }
  expect(scroller.follower.view()).toEqual({ ...away, hasNew: true, newParagraphs: 3 })
  scroller.jump()
  scroller.frame()
  expect(scroller.isAtEnd()).toBe(true)
  expect(scroller.follower.view().isFollowing).toBe(true)
})

test('a reader who moved up inside an answer that fits is not told to jump', () => {
  const scroller = createModelScroller()
  scroller.resize(1000)
  scroller.frame()
  scroller.ask()
  scroller.frame()
  scroller.readerScrolls(-40)
  scroller.frame()
  expect(scroller.follower.view()).toMatchObject({ isFollowing: false, hasMore: false })
  scroller.resize(400)
  scroller.frame()
  expect(scroller.follower.view()).toMatchObject({ hasMore: true, hasNew: true })
})

test('a key pressed in the log that asks for the end gets it', () => {
  const scroller = createModelScroller()
  scroller.resize(900)
  scroller.frame()
  scroller.readerScrolls(-500)
  scroller.frame()
  expect(scroller.follower.view().isFollowing).toBe(false)
  scroller.follower.touched()
  scroller.jump()
  scroller.frame()
  expect(scroller.isAtEnd()).toBe(true)
  expect(scroller.follower.view().hasMore).toBe(false)
})

test('an answer is followed until its first line is at the top, and then read from there', () => {
  const scroller = createModelScroller()
  scroller.resize(1000)
  scroller.frame()
  scroller.askForAnswer()
  scroller.frame()
  const firstLine = 1260
  for (let paragraph = 0; paragraph < 3; paragraph++) {
    scroller.resize(80)
    scroller.frame()
  }
  expect(scroller.top()).toBeLessThan(firstLine)
  expect(scroller.isAtEnd()).toBe(true)
  scroller.resize(500)
  scroller.frame()
  expect(scroller.top()).toBe(firstLine)
  expect(scroller.follower.view()).toMatchObject({ isFollowing: false, hasMore: true })
  scroller.resize(500)
  scroller.frame()
  expect(scroller.top()).toBe(firstLine)
  expect(scroller.follower.view()).toMatchObject({ hasNew: true, newParagraphs: 1 })
})

test.each([
  ['jumps there', (scroller: ReturnType<typeof createModelScroller>) => scroller.jump()],
  ['scrolls', (scroller: ReturnType<typeof createModelScroller>) => scroller.readerScrolls(9999)],
])('whoever %s wants the end of the answer, and keeps it', (_how, move) => {
  const scroller = createModelScroller()
  scroller.resize(1000)
  scroller.frame()
  scroller.askForAnswer()
  scroller.resize(900)
  scroller.frame()
  expect(scroller.isAtEnd()).toBe(false)
  move(scroller)
  scroller.frame()
  scroller.resize(300)
  scroller.frame()
  expect(scroller.isAtEnd()).toBe(true)
})
