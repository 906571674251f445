/** Counts the requests that have arrived whole on a connection. Bodies have a length: no target sends them otherwise. */
export function createRequestCounter(): (bytes: Buffer) => number {
  let head = ''
  let bodyLeft = 0

  return (bytes) => {
    let count = 0
    let at = 0
    while (at < bytes.length) {
      if (bodyLeft > 0) {
        const taken = Math.min(bodyLeft, bytes.length - at)
        bodyLeft -= taken
        at += taken
        if (bodyLeft === 0) count += 1
        continue
      }
      const before = head.length
      head += bytes.toString('latin1', at)
      const end = head.indexOf('\r\n\r\n')
      if (end === -1) return count
      bodyLeft = Number(/\r\ncontent-length: *(\d+)/i.exec(head.slice(0, end))?.[1] ?? 0)
      at += end + 4 - before
      head = ''
      if (bodyLeft === 0) count += 1
    }
    return count
  }
}
