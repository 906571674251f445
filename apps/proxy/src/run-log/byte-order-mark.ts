const mark = Buffer.from([0xef, 0xbb, 0xbf])
const nothing = Buffer.alloc(0)

/**
 * Leaves out the mark that a text may begin with. It may stand at the very beginning of a stream
 * only, where our own event stands, and anywhere else it would spoil the line that it is in.
 */
export function createMarkFilter(): (chunk: Buffer) => Buffer {
  let start: Buffer | undefined = nothing

  return (chunk) => {
    if (!start) return chunk
    const bytes = start.length > 0 ? Buffer.concat([start, chunk]) : chunk
    const isMark = mark.subarray(0, bytes.length).equals(bytes.subarray(0, mark.length))
    if (isMark && bytes.length < mark.length) {
      start = bytes
      return nothing
    }
    start = undefined
    return isMark ? bytes.subarray(mark.length) : bytes
  }
}
