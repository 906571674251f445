import type { Timeouts } from '../config/config.ts'
import { ProxyError } from '../errors/proxy-error.ts'
import type { RunRegistry } from '../runs/run-registry.ts'
import type { Reply } from '../runs/reply-options.ts'

/** The longest time that is waited for a person, instead of asking them to try again, in milliseconds. */
const longestWait = 5000

/**
 * How long to wait before asking once more, or undefined where nobody said so, it is long, or the
 * time that a first byte may take would be over by then.
 *
 * @param askedAt When the question came, as `performance.now` gives it.
 */
export function shortWait(
  { error }: ProxyError,
  { firstByte }: Pick<Timeouts, 'firstByte'>,
  askedAt: number,
): number | undefined {
  const { code, retryAfterMs } = error
  if (code !== 'rate_limited' || retryAfterMs === undefined || retryAfterMs > longestWait) return
  const spent = performance.now() - askedAt
  return spent + retryAfterMs < firstByte ? retryAfterMs : undefined
}

export type Pause = {
  /** Takes the place of the reply that is under way: to stop it ends the wait. */
  readonly reply: Reply
  /** Resolves when the time is over, or with why it ended before. */
  readonly over: Promise<ProxyError | undefined>
}

/** Waits, and can be stopped, left and drained like a reply. */
export function pause(
  registry: Pick<RunRegistry, 'start' | 'settle'>,
  milliseconds: number,
  traceId: string,
): Pause {
  let resolve: (stopped: ProxyError | undefined) => void
  const over = new Promise<ProxyError | undefined>((settle) => {
    resolve = settle
  })
  const end = (message?: string): void => {
    clearTimeout(timer)
    registry.settle(reply)
    resolve(message === undefined ? undefined : new ProxyError('stopped', message, { traceId }))
  }
  const reply: Reply = {
    stop: () => end('It was stopped before it began.'),
    cancel: end,
    tick: () => undefined,
  }
  const timer = setTimeout(() => end(), milliseconds)
  registry.start(reply)
  return { reply, over }
}
