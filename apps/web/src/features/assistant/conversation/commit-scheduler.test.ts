import { expect, test } from 'vitest'
import { createCommitScheduler } from './commit-scheduler.ts'

/** A clock that only moves when told to. */
function fakeClock() {
  let time = 0
  let handles = 0
  const frames = new Map<number, () => void>()
  const timers = new Map<number, { at: number; callback: () => void }>()
  return {
    clock: {
      now: () => time,
      requestFrame: (callback: () => void) => frames.set(++handles, callback) && handles,
      cancelFrame: (handle: number) => void frames.delete(handle),
      setTimer: (callback: () => void, ms: number) =>
        timers.set(++handles, { at: time + ms, callback }) && handles,
      clearTimer: (handle: number) => void timers.delete(handle),
    },
    spend: (ms: number) => (time += ms),
    async frame(ms: number): Promise<void> {
      time += ms
      const due = [...frames.values()]
      frames.clear()
      for (const callback of due) callback()
      await Promise.resolve()
    },
    async pass(ms: number): Promise<void> {
      time += ms
      for (const [handle, { at, callback }] of timers) {
        if (at > time || !timers.delete(handle)) continue
        callback()
      }
      await Promise.resolve()
    },
    left: () => frames.size + timers.size,
  }
}

test('commits come with frames and are at least 45 ms apart', async () => {
  const { clock, frame } = fakeClock()
  const scheduler = createCommitScheduler(clock)
  const at: number[] = []
  for (let index = 0; index < 12; index++) {
    scheduler.schedule(() => at.push(clock.now()))
    await frame(16)
  }
  expect([...new Set(at)]).toEqual([16, 64, 112, 160])
  expect(at).toHaveLength(10)
})

test('a slow commit earns a pause of three times its length', async () => {
  const { clock, frame, spend } = fakeClock()
  const scheduler = createCommitScheduler(clock)
  const at: number[] = []
  scheduler.schedule(() => spend(50))
  await frame(16)
  scheduler.schedule(() => at.push(clock.now()))
  for (let index = 0; index < 20; index++) await frame(16)
  expect(at).toEqual([16 + 50 + 160])
})

test('a backlog is worked off frame by frame, until its slices have to earn their turns too', async () => {
  const { clock, frame, spend } = fakeClock()
  const scheduler = createCommitScheduler(clock)
  const at: number[] = []
  const slice = (): void => {
    at.push(clock.now())
    spend(20)
    scheduler.schedule(slice, 'backlog')
  }
  scheduler.schedule(slice)
  for (let index = 0; index < 30; index++) await frame(16)
  const gaps = at.slice(1).map((time, index) => time - (at[index] ?? 0))
  expect(gaps.slice(0, 12)).toEqual(Array.from({ length: 12 }, () => 36))
  expect(gaps.slice(13).every((gap) => gap >= 80)).toBe(true)
})

test('what waits for the paint runs behind the next frame, and in a hidden tab all the same', async () => {
  const { clock, frame, pass, left } = fakeClock()
  const scheduler = createCommitScheduler(clock)
  let ran = 0
  scheduler.schedule(() => (ran += 1), 'after-paint')
  await frame(16)
  expect(ran).toBe(0)
  await pass(0)
  expect(ran).toBe(1)
  scheduler.schedule(() => (ran += 1), 'after-paint')
  await pass(120)
  expect(ran).toBe(2)
  expect(left()).toBe(0)
})

test('a hidden tab, which has no frames, still commits', async () => {
  const { clock, pass, left } = fakeClock()
  const scheduler = createCommitScheduler(clock)
  let ran = 0
  scheduler.schedule(() => (ran += 1))
  await pass(119)
  expect(ran).toBe(0)
  await pass(1)
  expect(ran).toBe(1)
  expect(left()).toBe(0)
})
