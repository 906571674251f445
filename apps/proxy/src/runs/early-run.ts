import type { Sink } from './follower.ts'
import { createRun, type Run } from './run.ts'

/** A run that readers have before upstream has answered, so that nothing between takes silence for death. */
export type EarlyRun = {
  readonly run: Run
  /** Heartbeat: a comment, which every reader of events passes over. */
  beat(): void
  /** Upstream answers: whatever is in this run, from its first byte on, goes to the readers. */
  pass(from: Run): void
  /** Nobody answered: ends with these words. */
  end(text: string): void
}

export type EarlyRunOptions = {
  readonly retainBytes: number
  /** How long the run waits for a reader who has left, in milliseconds. */
  readonly resumeWindow: number
  /** The last reader left and did not come back in time. */
  readonly onLost: () => void
  /** It has ended; readers may still be behind. */
  readonly onEnd?: (() => void) | undefined
  /** It has ended, and nobody reads it any more. */
  readonly onOver?: (() => void) | undefined
}

export function createEarlyRun(options: EarlyRunOptions): EarlyRun {
  let isFull = false
  let lost: NodeJS.Timeout | undefined
  const waiting: (() => void)[] = []

  const run = createRun({
    retainBytes: options.retainBytes,
    // The run that is passed on is masked already.
    mask: { scan: (_log, _from, to) => to },
    onPressure(full) {
      isFull = full
      if (full) return
      for (const resume of waiting.splice(0)) resume()
    },
    onDeserted() {
      clearTimeout(lost)
      if (options.resumeWindow === 0) return options.onLost()
      lost = setTimeout(() => {
        if (run.followers === 0 && !run.ended) options.onLost()
      }, options.resumeWindow).unref()
    },
    onOver: options.onOver,
  })

  function end(text: string): void {
    clearTimeout(lost)
    options.onEnd?.()
    // A comment needs no blank line behind it, which ending a run in the middle of an event adds.
    if (text !== '') run.write(text)
    run.end('')
  }

  return {
    run,
    beat() {
      if (run.isAtLineStart()) run.write(': waiting\n')
    },
    pass(from) {
      from.follow(createPipe(), 0)
    },
    end,
  }

  /** A reader of the one run that fills the other: backpressure goes through it. */
  function createPipe(): Sink {
    const closed: (() => void)[] = []
    return {
      write(bytes) {
        run.append(bytes)
        return !isFull
      },
      end() {
        end('')
        for (const listener of closed) listener()
      },
      destroy() {},
      once: (event, listener) => (event === 'drain' ? waiting : closed).push(listener),
    }
  }
}
