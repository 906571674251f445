import type { ApiError, AnyProviderId, Receipt, RunEvent } from '@askdesk/contracts'
import type { Source } from '../api/chat-events.ts'
import type { SplitterState } from '../thinking/thinking-splitter.ts'

/** The provider and model of a question. `model` is `auto` or an id of the catalogue. */
export type Picked = { readonly provider: AnyProviderId; readonly model: string }

export const runningStatuses = ['sending', 'waiting', 'answering'] as const
export const endedStatuses = [
  'complete',
  'length',
  'filtered',
  'stopped',
  'interrupted',
  'error',
] as const
export type ReplyStatus = (typeof runningStatuses)[number] | (typeof endedStatuses)[number]

/** One streamed assistant message. */
export type Reply = {
  readonly id: string
  readonly status: ReplyStatus
  readonly text: string
  readonly reasoning: string
  /** How far what comes has been told apart into both. Only while it comes. */
  readonly splitter?: SplitterState | undefined
  readonly asked: Picked
  readonly startedAt: number
  /** Body bytes of the run that `text` accounts for; reading goes on from here. */
  readonly offset: number
  readonly run?: RunEvent | undefined
  /** The id of its run while nobody has answered: `run` is not there yet. */
  readonly waitsAs?: string | undefined
  /** Sources that the model or its provider names. */
  readonly sources?: readonly Source[] | undefined
  /** Internal notes were in what the model had read for it. */
  readonly readNotes?: boolean | undefined
  /** Tools that the model asked for, though none was offered. */
  readonly tools?: readonly string[] | undefined
  /** The id that the upstream itself gave in its chunks. */
  readonly answeringModel?: string | undefined
  /** An outcome in the proxy's own word, which this page does not know. */
  readonly endedAs?: string | undefined
  readonly receipt?: Receipt | undefined
  readonly error?: ApiError | undefined
  readonly endedAt?: number | undefined
  readonly firstTextAt?: number | undefined
  readonly mark?: ReplyMark | undefined
  /** When the text last grew. Not stored. */
  readonly grewAt?: number | undefined
  /** When a provider that was busy is asked again. Not stored. */
  readonly asksAgainAt?: number | undefined
  /** The attempt under way, while the connection is lost. Not stored. */
  readonly reconnecting?: number | undefined
}

/** A person's mark for a reply: 10 is good, -10 is bad. Kept with it, wherever else it goes. */
export type ReplyMark = {
  readonly value: 10 | -10
  /** `here`: there is nobody to send it to. `unsent`: it should have gone, and has not (yet). */
  readonly state: 'sent' | 'here' | 'unsent'
  /** Why it could not be sent, in words. */
  readonly problem?: string | undefined
}

/** A question and the replies it got: the first one, then one for each time it was asked again. */
export type Exchange = {
  readonly id: string
  readonly question: string
  readonly askedAt: number
  readonly replies: readonly Reply[]
  /** Index of the reply that is seen, and that later questions build on. */
  readonly shown: number
}

/** One for each ticket (`ticket:1042`), and `list`. */
export type Conversation = {
  readonly exchanges: readonly Exchange[]
  readonly draft: string
  /** Null until the person picks: what was picked last anywhere is used. */
  readonly picked: Picked | null
  readonly includeNotes: boolean
  /** Another provider may answer when the one that is asked fails before its first words. */
  readonly mayFallBack: boolean
  /**
   * Random letters that mark what is data in this conversation, so that no text of a ticket can end it.
   * The same for each question: prompt caches, and What the AI sees, rest on that.
   */
  readonly fence: string
  /** Ids of exchanges that were cleared: another tab must not bring them back. */
  readonly removed: readonly string[]
}

export const emptyConversation: Conversation = {
  exchanges: [],
  draft: '',
  picked: null,
  includeNotes: false,
  mayFallBack: false,
  removed: [],
  fence: '',
}

export function isRunning(status: ReplyStatus): boolean {
  return runningStatuses.some((running) => running === status)
}

/** The reply that an exchange shows. Every exchange has one. */
export function shownReply(exchange: Exchange): Reply | undefined {
  return exchange.replies[exchange.shown]
}

export function runningReply(exchanges: readonly Exchange[]): Reply | undefined {
  for (const exchange of exchanges) {
    const running = exchange.replies.find((reply) => isRunning(reply.status))
    if (running) return running
  }
  return undefined
}

/** One as a rule; more where two tabs asked at the same moment. */
export function runningReplies(exchanges: readonly Exchange[]): Reply[] {
  return exchanges.flatMap(({ replies }) => replies.filter(({ status }) => isRunning(status)))
}

/** Changes one reply and keeps the identity of everything else, so that only it is drawn again. */
export function updateReply(
  exchanges: readonly Exchange[],
  replyId: string,
  update: (reply: Reply) => Reply,
): readonly Exchange[] {
  return exchanges.map((exchange) => {
    if (!exchange.replies.some((reply) => reply.id === replyId)) return exchange
    const replies = exchange.replies.map((reply) => (reply.id === replyId ? update(reply) : reply))
    return { ...exchange, replies }
  })
}

/**
 * Adds a reply to a question that was asked before and shows it. A failed one without any text is
 * replaced; anything that says something stays reachable.
 */
export function addReply(exchange: Exchange, reply: Reply): Exchange {
  const kept = exchange.replies.filter((earlier) => earlier.text !== '')
  return { ...exchange, replies: [...kept, reply], shown: kept.length }
}

export function findReply(exchanges: readonly Exchange[], replyId: string): Reply | undefined {
  for (const { replies } of exchanges) {
    const found = replies.find((reply) => reply.id === replyId)
    if (found) return found
  }
  return undefined
}

export function hasReply(exchanges: readonly Exchange[], replyId: string): boolean {
  return findReply(exchanges, replyId) !== undefined
}

/** Shows another of the replies to one question, where there is one. */
export function showReply(
  exchanges: readonly Exchange[],
  exchangeId: string,
  shown: number,
): readonly Exchange[] {
  return exchanges.map((exchange) =>
    exchange.id === exchangeId && exchange.replies[shown] ? { ...exchange, shown } : exchange,
  )
}

/** The id by which the proxy knows a reply. */
export function runIdOf({ run, waitsAs }: Reply): string | undefined {
  return run?.runId ?? waitsAs
}

export function newReply(id: string, asked: Picked, startedAt: number): Reply {
  return { id, status: 'sending', text: '', reasoning: '', asked, startedAt, offset: 0 }
}

/**
 * A stored conversation as it is opened again: a reply that was under way goes on by its run, or,
 * if it never got one, was interrupted.
 */
export function resumable(conversation: Conversation): Conversation {
  const exchanges = conversation.exchanges.map((exchange) => ({
    ...exchange,
    replies: exchange.replies.map((reply): Reply => {
      if (!isRunning(reply.status)) return reply
      return runIdOf(reply) !== undefined
        ? { ...reply, reconnecting: 1 }
        : { ...reply, status: 'interrupted' }
    }),
  }))
  return { ...conversation, exchanges }
}
