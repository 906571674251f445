/** Where the ids of conversations with a reply under way are kept. */
export const runningKey = 'askdesk:running'

/**
 * Conversations whose reply was still running when the page was last left. A page that loads the
 * assistant late can ask this first: it imports nothing. Where a browser forbids storage, merely
 * touching it throws, so it is handed in unopened.
 */
export function conversationsWithRunningReply(storage: () => Pick<Storage, 'getItem'>): string[] {
  try {
    const ids: unknown = JSON.parse(storage().getItem(runningKey) ?? '[]')
    return Array.isArray(ids) ? ids.filter((id) => typeof id === 'string') : []
  } catch {
    return []
  }
}
