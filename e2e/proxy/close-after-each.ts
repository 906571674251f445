import { afterEach } from 'vitest'

/** Whatever a test puts in is closed after it, last opened first. */
export function closeAfterEach(): (() => Promise<void>)[] {
  const closers: (() => Promise<void>)[] = []
  afterEach(async () => {
    for (const close of closers.splice(0).toReversed()) await close()
  })
  return closers
}
