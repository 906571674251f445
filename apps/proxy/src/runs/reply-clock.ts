import type { Timeouts } from '../config/config.ts'

/** How long an upstream may take to close after `[DONE]` before its connection is given up. */
const doneGrace = 200
/** How long silence may last before a comment tells everything in between that the reply lives. */
const quietTime = 10_000

/** Timeouts of a running reply. */
export type Verdict = 'done' | 'deserted' | 'too long' | 'never began' | 'stalled' | 'quiet'

/**
 * Every clock of one reply, without a timer: it is told what happens and asked a few times a second.
 * While a reader holds upstream back, upstream's silence is not its fault and does not count.
 */
export type ReplyClock = {
  heard(): void
  held(isHeld: boolean): void
  /** `[DONE]` has come; upstream should close now. */
  done(): void
  /** The last reader has left. */
  deserted(): void
  commented(now: number): void
  /** @param isShown Bytes of upstream go to the reader as they come. */
  judge(now: number, readers: number, isShown: boolean): Verdict | undefined
}

/** @param heardAt When the reader last heard something. */
export function createReplyClock(
  timeouts: Timeouts,
  startedAt: number,
  heardAt = startedAt,
): ReplyClock {
  /** Set by every chunk, so it is no more than a flag; the time is taken when the clocks are looked at. */
  let hasHeard = false
  let lastByteAt: number | undefined
  let commentAt = heardAt
  let doneAt: number | undefined
  let desertedAt: number | undefined
  let isHeld = false

  function silence(now: number): Verdict | undefined {
    if (lastByteAt === undefined) {
      return now - startedAt > timeouts.firstByte ? 'never began' : undefined
    }
    return !isHeld && now - lastByteAt > timeouts.idle ? 'stalled' : undefined
  }

  return {
    heard() {
      hasHeard = true
    },
    held(held) {
      isHeld = held
      hasHeard = true
    },
    done() {
      doneAt ??= performance.now()
    },
    deserted() {
      desertedAt = performance.now()
    },
    commented(now) {
      commentAt = now
    },
    judge(now, readers, isShown) {
      if (hasHeard) lastByteAt = now
      hasHeard = false
      if (doneAt !== undefined && now - doneAt > doneGrace) return 'done'
      const isDeserted = desertedAt !== undefined && readers === 0
      if (isDeserted && now - (desertedAt ?? now) > timeouts.resumeWindow) return 'deserted'
      if (now - startedAt > timeouts.wholeStream) return 'too long'
      const verdict = silence(now)
      if (verdict) return verdict
      const quietSince = Math.max(commentAt, isShown ? (lastByteAt ?? startedAt) : 0)
      return !isHeld && now - quietSince >= quietTime ? 'quiet' : undefined
    },
  }
}
