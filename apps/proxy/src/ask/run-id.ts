import { randomFillSync } from 'node:crypto'

const idBytes = 18
/** Drawn for many ids at once: asking the system for each costs more than all else that an id takes. */
const drawn = Buffer.allocUnsafeSlow(idBytes * 64)
let used = drawn.length

/** An id that nobody can guess. */
export function createRunId(): string {
  if (used === drawn.length) {
    randomFillSync(drawn)
    used = 0
  }
  const from = used
  used += idBytes
  return drawn.toString('base64url', from, used)
}
