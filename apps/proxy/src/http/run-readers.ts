import type { ServerResponse } from 'node:http'
import { ProxyError } from '../errors/proxy-error.ts'

/** A person has a few tabs and a phone. More readers of one reply are a fault or an attack. */
const mostReaders = 100

/** Counts who reads a run. A run is its owner's alone, so its id names the person too. */
export type RunReaders = {
  /** Takes a place until the response closes. @throws ProxyError 429 when all are taken. */
  take(runId: string, response: ServerResponse): void
}

export function createRunReaders(most = mostReaders): RunReaders {
  const readers = new Map<string, number>()
  return {
    take(runId, response) {
      const now = readers.get(runId) ?? 0
      if (now >= most) {
        throw new ProxyError(
          'too_many_runs',
          `This reply is being read in ${most} places already, the most there may be. Close one of them.`,
        )
      }
      readers.set(runId, now + 1)
      response.once('close', () => {
        const left = (readers.get(runId) ?? 1) - 1
        if (left === 0) readers.delete(runId)
        else readers.set(runId, left)
      })
    },
  }
}
