import type { Mutable } from './mutable.ts'

/** Room for a short reply with our own events around it, so that it is read in one piece. */
const firstSlab = 2048
const largestSlab = 64 * 1024

/** A piece of the log's memory: `length` bytes are in use, the first of them at `offset`. */
export type Slab = { readonly offset: number; readonly bytes: Buffer; length: number }

/**
 * An append-only log of bytes, addressed by absolute offset. Small pieces are gathered in slabs, so
 * that a reply of ten thousand events is a few dozen objects and a reader that is behind gets large
 * writes. The reader must not change these bytes: they are the log's own memory.
 */
export type RunLog = {
  /** Offset of the first byte still kept. */
  readonly start: number
  /** Offset after the last byte. */
  readonly end: number
  /** Memory that it takes, in bytes. */
  readonly held: number
  append(bytes: Uint8Array): void
  /** The bytes from `offset` to the end of their slab or to `limit`; undefined at the limit. */
  read(offset: number, limit: number): Buffer | undefined
  /** The memory that an offset lies in: for looking, without an object for each look. */
  slabAt(offset: number): Slab | undefined
  /** The byte at an offset, or -1 outside the log. */
  at(offset: number): number
  /** A copy of `[from, to)`. */
  copy(from: number, to: number): Buffer
  /** Overwrites `[from, to)` with asterisks. */
  mask(from: number, to: number): void
  /** Forgets whole slabs before `offset`. */
  trim(offset: number): void
}

/**
 * @param startAt Offset of the first byte, for a log that begins in the middle.
 * @param bytes What it holds already: this memory, not a copy.
 */
export function createRunLog(startAt = 0, bytes?: Buffer): RunLog {
  const slabs: Slab[] = bytes ? [{ offset: startAt, bytes, length: bytes.length }] : []

  function slabOf(offset: number): Slab | undefined {
    for (let index = slabs.length - 1; index >= 0; index -= 1) {
      const slab = slabs[index]
      if (slab && offset >= slab.offset)
        return offset < slab.offset + slab.length ? slab : undefined
    }
    return undefined
  }

  function room(bytes: number): Slab {
    const last = slabs.at(-1)
    if (last && last.bytes.length - last.length >= bytes) return last
    const grown = Math.min(largestSlab, (last?.bytes.length ?? firstSlab / 2) * 2)
    const slab = {
      offset: log.end,
      bytes: Buffer.allocUnsafeSlow(Math.max(grown, bytes)),
      length: 0,
    }
    slabs.push(slab)
    log.held += slab.bytes.length
    return slab
  }

  const log: Mutable<RunLog> = {
    start: startAt,
    end: startAt + (bytes?.length ?? 0),
    held: bytes?.length ?? 0,
    append(bytes) {
      if (bytes.length === 0) return
      const slab = room(bytes.length)
      slab.bytes.set(bytes, slab.length)
      slab.length += bytes.length
      log.end += bytes.length
    },
    read(offset, limit) {
      const slab = offset < limit ? slabOf(offset) : undefined
      if (!slab) return undefined
      return slab.bytes.subarray(offset - slab.offset, Math.min(slab.length, limit - slab.offset))
    },
    slabAt: slabOf,
    at(offset) {
      const slab = slabOf(offset)
      return slab ? (slab.bytes[offset - slab.offset] ?? -1) : -1
    },
    copy(from, to) {
      const pieces: Buffer[] = []
      for (let offset = Math.max(from, log.start); offset < to;) {
        const piece = log.read(offset, to)
        if (!piece) break
        pieces.push(piece)
        offset += piece.length
      }
      return Buffer.concat(pieces)
    },
    mask(from, to) {
      for (let offset = from; offset < to;) {
        const piece = log.read(offset, to)
        if (!piece) break
        piece.fill('*')
        offset += piece.length
      }
    },
    trim(offset) {
      for (
        let [first, next] = slabs;
        first && next && next.offset <= offset;
        [first, next] = slabs
      ) {
        slabs.shift()
        log.start = next.offset
        log.held -= first.bytes.length
      }
    },
  }
  return log
}
