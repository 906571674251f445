import type { Scheduler } from './reply-progress.ts'

export type SchedulerClock = {
  readonly now: () => number
  readonly requestFrame: (callback: () => void) => number
  readonly cancelFrame: (handle: number) => void
  readonly setTimer: (callback: () => void, ms: number) => number
  readonly clearTimer: (handle: number) => void
}

const minimumGapMs = 30
const hiddenTabDelayMs = 120

/**
 * Spreads commits over frames: never two within 30 ms, and after a slow one a pause of three times
 * what it took, so that typing and scrolling keep their share of the thread. Frames stop in a
 * hidden tab, so a timer stands behind each of them.
 */
export function createCommitScheduler(clock: SchedulerClock): Scheduler {
  const tasks: (() => void)[] = []
  let earliest = 0
  let frame = 0
  let timer = 0

  function request(): void {
    frame = clock.requestFrame(() => {
      if (clock.now() < earliest) {
        clock.clearTimer(timer)
        request()
      } else run()
    })
    timer = clock.setTimer(run, Math.max(hiddenTabDelayMs, earliest - clock.now()))
  }

  function run(): void {
    clock.cancelFrame(frame)
    clock.clearTimer(timer)
    const started = clock.now()
    earliest = started + minimumGapMs
    for (const task of tasks.splice(0)) task()
    // React draws in a microtask that the tasks queued; this one runs behind it.
    queueMicrotask(() => {
      const took = clock.now() - started
      earliest = started + Math.max(minimumGapMs, took * 4)
    })
  }

  return {
    schedule(task) {
      tasks.push(task)
      if (tasks.length === 1) request()
    },
  }
}

export function createBrowserScheduler(): Scheduler {
  return createCommitScheduler({
    now: () => performance.now(),
    requestFrame: (callback) => requestAnimationFrame(callback),
    cancelFrame: (handle) => cancelAnimationFrame(handle),
    setTimer: (callback, ms) => window.setTimeout(callback, ms),
    clearTimer: (handle) => window.clearTimeout(handle),
  })
}
