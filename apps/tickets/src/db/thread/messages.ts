/** Requests to the database thread; one at a time, each answered once. */
export type ThreadRequest =
  | {
      kind: 'query'
      sql: string
      params: unknown[]
      rowMode: 'array' | 'object'
      /** Types, by their numbers, of which the text of the database is wanted as it is. */
      unparsed: number[]
    }
  | { kind: 'close' }

/** Rows as PGlite gives them. */
export type ThreadResults = {
  rows: unknown[]
  fields: { name: string; dataTypeID: number }[]
  affectedRows?: number | undefined
  command?: string | undefined
}

/** An error that has crossed from one thread to the other, where its class is lost. */
export type ThreadError = {
  message: string
  code?: string | undefined
  /** The database did not refuse the statement, it broke: nothing more can be asked of this thread. */
  isFatal: boolean
}

/** Messages of the database thread: once that its files are open (or not), then one answer a request. */
export type ThreadAnswer =
  | { kind: 'open' }
  | { kind: 'done'; results: ThreadResults }
  | { kind: 'failed'; error: ThreadError }

/** Settings of a database thread. */
export type ThreadData = {
  /** A folder, or `memory://`. */
  files: string
  /** Nothing is there yet: the files are unpacked where the build has prepared some, else laid out. */
  isNew: boolean
}
