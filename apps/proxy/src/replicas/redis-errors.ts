import { ProxyError } from '../errors/proxy-error.ts'

/** Maps a Redis failure to an error that the caller can act on. */
export async function orProxyError<Value>(work: Promise<Value>): Promise<Value> {
  try {
    return await work
  } catch (cause) {
    throw cause instanceof ProxyError ? cause : unreachable(cause)
  }
}

export function unreachable(cause?: unknown): ProxyError {
  return new ProxyError(
    'overloaded',
    'This reply is held by another server that cannot be reached at the moment. Try again in a moment.',
    { retryAfterMs: 1000, cause },
  )
}

/** Redis is away or slow: what failed is tried again by a later tick. */
export function ignoreFailure(work: Promise<unknown>): void {
  work.catch(() => undefined)
}

/** Work that is not begun twice at a time: asked for meanwhile, it is done once more afterwards. */
export function coalesce(work: (again: () => void) => Promise<void>): () => Promise<void> {
  let isRunning = false
  let onceMore = false
  const again = (): void => {
    onceMore = true
  }
  return async () => {
    if (isRunning) return again()
    isRunning = true
    try {
      do {
        onceMore = false
        await work(again)
      } while (onceMore)
    } finally {
      isRunning = false
    }
  }
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}
