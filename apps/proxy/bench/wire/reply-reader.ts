/** Takes the bytes of one HTTP response and hands out its body, at as little cost as possible. */
export type ReplyReader = {
  /** Returns false when the response is broken or not a good one. */
  read(bytes: Buffer): boolean
  readonly status: number
  readonly done: boolean
}

export type BodyListener = (bytes: Buffer, from: number, to: number) => void

type State = 'head' | 'size' | 'data' | 'after-data' | 'trailer' | 'fixed' | 'until-close'

const contentLength = /\r\ncontent-length: *(\d+)/i
const lineFeed = 10

export function createReplyReader(onBody: BodyListener): ReplyReader {
  let state: State = 'head'
  let head = ''
  let sizeText = ''
  let left = 0
  let status = 0
  let done = false

  /** Reads the head, which may come in pieces; returns where the body begins in these bytes. */
  function readHead(bytes: Buffer): number {
    const before = head.length
    head += bytes.toString('latin1')
    const end = head.indexOf('\r\n\r\n')
    if (end === -1) return bytes.length
    const text = head.slice(0, end)
    status = Number(text.slice(9, 12))
    const length = contentLength.exec(text)?.[1]
    if (/\r\ntransfer-encoding: *chunked/i.test(text)) state = 'size'
    else if (length === undefined) state = 'until-close'
    else {
      state = 'fixed'
      left = Number(length)
      done = left === 0
    }
    return end + 4 - before
  }

  function readSize(bytes: Buffer, from: number): number {
    const end = bytes.indexOf(lineFeed, from)
    sizeText += bytes.toString('latin1', from, end === -1 ? bytes.length : end)
    if (end === -1) return bytes.length
    left = Number.parseInt(sizeText, 16)
    sizeText = ''
    state = left === 0 ? 'trailer' : 'data'
    return end + 1
  }

  function readBody(bytes: Buffer, from: number): number {
    const to = Math.min(bytes.length, from + left)
    onBody(bytes, from, to)
    left -= to - from
    if (left > 0) return to
    if (state === 'fixed') done = true
    state = 'after-data'
    return to
  }

  function readLine(bytes: Buffer, from: number): number {
    const end = bytes.indexOf(lineFeed, from)
    if (end === -1) return bytes.length
    if (state === 'trailer') done = true
    else state = 'size'
    return end + 1
  }

  return {
    get status() {
      return status
    },
    get done() {
      return done
    },
    read(bytes) {
      let at = 0
      while (at < bytes.length && !done) {
        if (state === 'data' || state === 'fixed') at = readBody(bytes, at)
        else if (state === 'size') at = readSize(bytes, at)
        else if (state === 'head') at = readHead(bytes)
        else if (state === 'until-close') {
          onBody(bytes, at, bytes.length)
          at = bytes.length
        } else at = readLine(bytes, at)
      }
      return status === 0 || (status >= 200 && status < 300)
    },
  }
}
