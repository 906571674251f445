/**
 * Follows this page's own changes from version to version. Two quick edits of one ticket are both made
 * against the version on show; the second is not a conflict, for the first was ours too.
 */
export type OwnVersions = {
  /** Our change against `from` made the ticket's version `to`. */
  record: (id: number, from: number, to: number) => void
  /** The version that `seen` has become through our own changes alone. */
  latest: (id: number, seen: number) => number
  /** A conflict showed that the server's versions are other ones than we thought. */
  forget: (id: number) => void
}

export function createOwnVersions(): OwnVersions {
  const tickets = new Map<number, Map<number, number>>()
  return {
    record(id, from, to) {
      const next = tickets.get(id) ?? new Map<number, number>()
      if (to > from) tickets.set(id, next.set(from, to))
    },
    latest(id, seen) {
      let version = seen
      for (;;) {
        const to = tickets.get(id)?.get(version)
        if (to === undefined) return version
        version = to
      }
    },
    forget: (id) => void tickets.delete(id),
  }
}
