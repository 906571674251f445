import { isRunning, type Conversation, type Exchange, type Reply } from './conversation.ts'

export type Merged = {
  readonly conversation: Conversation
  /** The other tab does not know all of it yet. */
  readonly hasNews: boolean
}

/**
 * Brings together what this tab knows with what another one has just written. Nothing that either
 * asked is lost, nothing that either cleared comes back, and each reply keeps the version that got
 * further. Keeps the text that is being typed here.
 */
export function mergeConversations(mine: Conversation, theirs: Conversation): Merged {
  const removed = [...new Set([...mine.removed, ...theirs.removed])]
  const isKept = ({ id }: Exchange): boolean => !removed.includes(id)
  const known = new Map(mine.exchanges.map((exchange) => [exchange.id, exchange]))
  const theirIds = new Set(theirs.exchanges.map(({ id }) => id))
  const own = mine.exchanges.filter((exchange) => !theirIds.has(exchange.id) && isKept(exchange))
  const shared = theirs.exchanges.filter(isKept).map((exchange) => {
    const before = known.get(exchange.id)
    return before ? mergeExchanges(before, exchange) : exchange
  })
  const exchanges = [...shared, ...own].toSorted((a, b) => a.askedAt - b.askedAt)
  const hasNews =
    own.length > 0 ||
    shared.length < theirs.exchanges.length ||
    theirs.exchanges.some((exchange) => isBehind(exchange, known.get(exchange.id)))
  return {
    conversation: { ...theirs, draft: mine.draft, exchanges, removed },
    hasNews,
  }
}

function mergeExchanges(mine: Exchange, theirs: Exchange): Exchange {
  const known = new Map(mine.replies.map((reply) => [reply.id, reply]))
  const theirIds = new Set(theirs.replies.map(({ id }) => id))
  const own = mine.replies.filter(({ id, text, status }) => {
    // One that failed without a word was replaced there.
    return !theirIds.has(id) && (text !== '' || isRunning(status))
  })
  const shared = theirs.replies.map((reply) => {
    const before = known.get(reply.id)
    return before ? mergeReplies(before, reply) : reply
  })
  const replies = [...shared, ...own].toSorted((a, b) => a.startedAt - b.startedAt)
  const running = own.findLast(({ status }) => isRunning(status))
  const seen = running?.id ?? theirs.replies[theirs.shown]?.id
  const shown = Math.max(
    0,
    replies.findIndex(({ id }) => id === seen),
  )
  const isSame =
    shown === mine.shown &&
    replies.length === mine.replies.length &&
    replies.every((reply, index) => reply === mine.replies[index])
  return isSame ? mine : { ...theirs, replies, shown }
}

/** Of one reply, the version that got further. Two that were stopped end where the eye was. */
function mergeReplies(mine: Reply, theirs: Reply): Reply {
  const further = furtherOf(mine, theirs)
  const mark = theirs.mark ?? mine.mark
  const receipt = further.receipt ?? mine.receipt ?? theirs.receipt
  if (further.mark === mark && further.receipt === receipt) return further
  return { ...further, mark, receipt }
}

function furtherOf(mine: Reply, theirs: Reply): Reply {
  const isMineRunning = isRunning(mine.status)
  const isTheirsRunning = isRunning(theirs.status)
  if (isMineRunning && isTheirsRunning) return mine.run || !theirs.run ? mine : theirs
  if (isMineRunning) return theirs.status === 'interrupted' ? mine : theirs
  if (isTheirsRunning) return mine.status === 'interrupted' && !mine.run ? theirs : mine
  if (mine.status === 'interrupted') return theirs.status === 'interrupted' ? mine : theirs
  const isStoppedShorter =
    mine.status === 'stopped' &&
    theirs.status === 'stopped' &&
    theirs.text.length < mine.text.length
  return isStoppedShorter ? theirs : mine
}

/** They show a reply as running, or not at all, that has ended here. */
function isBehind(theirs: Exchange, mine: Exchange | undefined): boolean {
  return (mine?.replies ?? []).some(({ id, status, text }) => {
    const seen = theirs.replies.find((reply) => reply.id === id)
    if (!seen) return text !== '' || isRunning(status)
    // Both were stopped, and they still have more text than the eye had seen here.
    if (status === 'stopped' && seen.status === 'stopped') return text.length < seen.text.length
    return !isRunning(status) && status !== 'interrupted' && isRunning(seen.status)
  })
}
