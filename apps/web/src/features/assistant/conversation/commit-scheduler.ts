import type { Pace, Scheduler } from './reply-progress.ts'

export type SchedulerClock = {
  readonly now: () => number
  readonly requestFrame: (callback: () => void) => number
  readonly cancelFrame: (handle: number) => void
  readonly setTimer: (callback: () => void, ms: number) => number
  readonly clearTimer: (handle: number) => void
}

/** Three frames of most screens: more often nobody reads, and each commit draws the page anew. */
const minimumGapMs = 45
const hiddenTabDelayMs = 120
/** Commits of a backlog that may come in neighbouring frames, until they too have to earn it. */
const backlogFrames = 12

/**
 * Spreads commits over frames: never two within 45 ms, and after a slow one a pause of three times
 * what it took, so that typing and scrolling keep their share of the thread. Shows a backlog
 * without pauses, one slice a frame. Frames stop in a hidden tab, so a timer stands
 * behind each of them.
 */
export function createCommitScheduler(clock: SchedulerClock): Scheduler {
  const tasks: (() => void)[] = []
  let earliest = 0
  let frame = 0
  let timer = 0
  let inBacklog = 0

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
      if (inBacklog > 0 && inBacklog <= backlogFrames && tasks.length > 0) return
      earliest = started + Math.max(minimumGapMs, took * 4)
    })
  }

  /** Frames run before what they show is drawn; a timer that is set in one runs behind. */
  function afterPaint(task: () => void): void {
    let isDone = false
    const finish = (): void => {
      if (isDone) return
      isDone = true
      clock.cancelFrame(handle)
      clock.clearTimer(behind)
      task()
    }
    const handle = clock.requestFrame(() => void clock.setTimer(finish, 0))
    const behind = clock.setTimer(finish, hiddenTabDelayMs)
  }

  return {
    schedule(task, pace: Pace = 'steady') {
      if (pace === 'after-paint') {
        afterPaint(task)
        return
      }
      inBacklog = pace === 'backlog' ? inBacklog + 1 : 0
      if (pace === 'backlog' && inBacklog <= backlogFrames) earliest = 0
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
