/** A row of the table: a figure, and how many digits of it mean something. */
export type Figure = {
  readonly name: string
  readonly digits: number
  /** Added up over everything that was done, instead of the middle. */
  readonly sum?: boolean
}

export const figures: readonly Figure[] = [
  { name: 'flat µs/chunk', digits: 2 },
  { name: 'paced µs/chunk', digits: 1 },
  { name: 'µs/request', digits: 0 },
  { name: 'flat chunks/s', digits: 0 },
  { name: 'paced chunks/s', digits: 0 },
  { name: 'requests/s', digits: 0 },
  { name: 'added TTFT p50', digits: 2 },
  { name: 'added TTFT p99', digits: 2 },
  { name: 'added delay p50', digits: 2 },
  { name: 'added delay p99', digits: 2 },
  { name: 'KiB/open stream', digits: 1 },
  { name: 'KiB/open stream, 64 KiB read', digits: 1 },
  { name: 'MiB/stalled reader', digits: 2 },
  { name: 'MiB taken from upstream', digits: 1 },
  { name: 'resumed exact', digits: 0 },
  { name: 'closed of 200 abandoned', digits: 0 },
  { name: 'last closed after, ms', digits: 0 },
  { name: 'start to first reply, ms', digits: 0 },
  { name: 'replies that differ', digits: 0 },
  { name: 'errors', digits: 0, sum: true },
  { name: 'others on the core, %', digits: 0 },
]
