import { destination } from 'pino'

/** Where lines of log go. */
export type LogStream = { write(line: string): void }

/**
 * The lines of one turn of the event loop in one write, with their secrets masked: a line each for
 * hundreds of replies that end together would be hundreds of system calls. None waits longer than
 * its turn, and the process does not end without those it still holds.
 */
export function createLogStream(
  mask: (text: string) => string,
  output: LogStream = destination({ dest: 1, sync: true }),
): LogStream {
  let held = ''
  const flush = (): void => {
    if (held === '') return
    const lines = held
    held = ''
    output.write(mask(lines))
  }
  process.once('exit', flush)
  return {
    write(line) {
      if (held === '') setImmediate(flush)
      held += line
    },
  }
}
