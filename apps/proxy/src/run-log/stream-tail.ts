import type { RunLog } from './run-log.ts'

/** Enough for the last chunks of any provider; a larger last event is read whole. */
const tailBytes = 64 * 1024
const closingBracket = 93

/** The last events of a stream that begins at `from`, as text; the first of them is never a cut one. */
export function readTail(log: RunLog, from: number): string {
  const start = Math.max(from, log.end - tailBytes)
  const tail = log.copy(start, log.end).toString('utf8')
  if (start === from) return tail
  // The first event of the tail is cut. If it is the only one, nothing less than all of it will do.
  const boundary = /\n\n|\r\r|\r\n\r\n/.exec(tail)
  const rest = boundary ? tail.slice(boundary.index) : ''
  return rest.includes('data:') ? rest : log.copy(from, log.end).toString('utf8')
}

/** Whether the bytes end with the line `data: [DONE]`. Nearly always one look at the last letter tells. */
export function endsWithDone(log: RunLog, to: number): boolean {
  let last = to - 1
  let byte = log.at(last)
  while (byte === 10 || byte === 13) byte = log.at((last -= 1))
  if (last === to - 1 || byte !== closingBracket) return false
  return /(?:^|[\r\n])data: ?\[DONE\][\r\n]+$/.test(log.copy(to - 24, to).toString('latin1'))
}
