import { createRunLog, type RunLog } from './run-log.ts'

/** So many bytes are shared by short logs; a longer one has memory of its own. */
const pageBytes = 1024 * 1024
const sharedBytes = 64 * 1024

/** The bytes of a log that has come to its end: a stretch of a page. */
export type FinishedLog = {
  readonly page: Buffer
  readonly from: number
  readonly length: number
  /** Offset of the first byte in the stream. */
  readonly start: number
}

/**
 * Puts finished logs away, exactly as long as they are, one behind the other. Thousands of buffers
 * of a few KiB would each be an object, and leave holes in memory that nothing else fits into. Runs
 * are forgotten in the order in which they came, so a page goes as a whole soon after its first log.
 */
export type LogArena = { put(log: RunLog): FinishedLog }

export function createLogArena(): LogArena {
  let page = Buffer.alloc(0)
  let used = 0

  return {
    put(log) {
      const { start } = log
      const length = log.end - start
      if (length > sharedBytes) return { page: log.copy(start, log.end), from: 0, length, start }
      if (page.length - used < length) {
        page = Buffer.allocUnsafeSlow(pageBytes)
        used = 0
      }
      const from = used
      while (used < from + length) {
        const piece = log.read(start + used - from, log.end)
        if (!piece) break
        page.set(piece, used)
        used += piece.length
      }
      return { page, from, length, start }
    },
  }
}

/** A log as it was, to be read; it copies nothing. */
export function openFinishedLog({ page, from, length, start }: FinishedLog): RunLog {
  return createRunLog(start, page.subarray(from, from + length))
}
