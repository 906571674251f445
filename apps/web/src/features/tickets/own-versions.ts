/**
 * Follows this page's own changes from version to version. Two quick edits of one ticket are both made
 * against the version on show; the second is not a conflict, for the first was ours too.
 */
export type OwnVersions = {
  /** Our change against `from` made the ticket's version `to`. */
  record: (id: number, from: number, to: number) => void
  /** The version that `seen` has become through our own changes alone. */
  latest: (id: number, seen: number) => number
}

export function createOwnVersions(): OwnVersions {
  const next = new Map<string, number>()
  return {
    record(id, from, to) {
      if (to > from) next.set(`${id}:${from}`, to)
    },
    latest(id, seen) {
      let version = seen
      for (;;) {
        const to = next.get(`${id}:${version}`)
        if (to === undefined) return version
        version = to
      }
    },
  }
}
