import { createStore } from 'zustand/vanilla'
import {
  addReply,
  emptyConversation,
  findReply,
  hasReply,
  newReply,
  runningReplies,
  runningReply,
  showReply,
  shownReply,
  updateReply,
  type Conversation,
  type Exchange,
  type Reply,
} from './conversation.ts'
import type {
  ConversationState,
  ConversationStore,
  ConversationStoreOptions,
  Question,
} from './conversation-state.ts'
import { createClearing } from './clear-with-undo.ts'
import { createConversationStorage } from './conversation-storage.ts'
import { createConversationTabs } from './conversation-tabs.ts'
import { createReplyMarker } from './reply-marks.ts'
import { createReplyRunner, type ReplyAddress } from './reply-runner.ts'
import { composeRequest, isPartOfHistory } from './chat-request.ts'

/**
 * Holds all conversations and runs their replies. It knows no React and no page: a reply belongs
 * to its conversation and goes on whatever is on the screen.
 */
export function createConversationStore(options: ConversationStoreOptions): ConversationStore {
  const { client, scheduler, createId, now } = options
  const state = createStore<ConversationState>(() => ({
    conversations: {},
    cleared: {},
    lastPicked: null,
    storageProblem: null,
    unreadable: {},
  }))
  const { getState, setState } = state
  const storage = createConversationStorage({
    storage: options.storage,
    setTimer: options.setTimer,
    onProblem(storageProblem) {
      if (getState().storageProblem !== storageProblem) setState({ storageProblem })
    },
    onUnreadable(id, problem) {
      setState({ unreadable: { ...getState().unreadable, [id]: problem } })
    },
  })
  const runner = createReplyRunner({ client, scheduler, now, change: changeReply })
  const mark = createReplyMarker({
    client,
    find: (id, replyId) => findReply(get(id).exchanges, replyId),
    set(id, replyId, given) {
      const marked = (reply: Reply): Reply => ({ ...reply, mark: given })
      change(id, { exchanges: updateReply(get(id).exchanges, replyId, marked) }, 'now')
    },
  })
  setState({ lastPicked: storage.loadPicked() })

  function get(id: string): Conversation {
    return getState().conversations[id] ?? emptyConversation
  }

  function change(id: string, part: Partial<Conversation>, when: 'soon' | 'now'): void {
    const conversation = { ...get(id), ...part }
    const conversations = { ...getState().conversations, [id]: conversation }
    setState({ conversations })
    storage.save(id, conversation, when)
    if (when === 'now') {
      const isUnderWay = (key: string): boolean =>
        runningReply(conversations[key]?.exchanges ?? []) !== undefined
      storage.saveRunning(Object.keys(conversations).filter(isUnderWay))
    }
  }

  function changeReply(address: ReplyAddress, update: (reply: Reply) => Reply): void {
    const { conversationId, replyId } = address
    const { exchanges } = get(conversationId)
    if (hasReply(exchanges, replyId)) {
      const updated = updateReply(exchanges, replyId, update)
      const before = findReply(exchanges, replyId)
      const after = findReply(updated, replyId)
      // Other tabs can follow from the moment there is a run, and must hear of the end.
      const isStep = before?.run !== after?.run || after?.endedAt !== before?.endedAt
      change(conversationId, { exchanges: updated }, isStep ? 'now' : 'soon')
      return
    }
    const { cleared } = getState()
    const taken = cleared[conversationId]
    if (!taken) return
    setState({ cleared: { ...cleared, [conversationId]: updateReply(taken, replyId, update) } })
  }

  function ask(
    id: string,
    at: number,
    { text, context, hasNotes, picked, fallback }: Question,
  ): void {
    clearing.forget(id)
    const { exchanges } = get(id)
    const earlier = exchanges.slice(0, at)
    const readNotes = hasNotes === true || earlier.some(hasReadNotes)
    const reply = { ...newReply(createId(), picked, now()), ...(readNotes && { readNotes }) }
    const exchange = exchanges[at]
    const asked = exchange
      ? addReply(exchange, reply)
      : { id: createId(), question: text, askedAt: now(), replies: [reply], shown: 0 }
    change(id, { exchanges: [...earlier, asked, ...exchanges.slice(at + 1)] }, 'now')
    const request = composeRequest({
      fence: get(id).fence,
      exchanges: earlier,
      context,
      question: text,
      picked,
      fallback,
    })
    runner.start({ conversationId: id, replyId: reply.id }, (signal) =>
      client.streamChat(request, { signal }),
    )
  }

  function stopRunning(id: string, exchanges: readonly Exchange[]): void {
    for (const reply of runningReplies(exchanges)) {
      runner.stop({ conversationId: id, replyId: reply.id }, reply)
    }
  }

  const clearing = createClearing({
    state,
    find: get,
    change: (id, part) => change(id, part, 'now'),
    stopRunning,
    createId,
  })

  const tabs = createConversationTabs({
    client,
    storage,
    runner,
    find: (id) => getState().conversations[id],
    put: (id, conversation) =>
      setState({ conversations: { ...getState().conversations, [id]: conversation } }),
    tell: (id) => change(id, {}, 'soon'),
    createId,
  })

  return {
    state,

    open: tabs.open,

    send(id, question) {
      const text = question.text.trim()
      const { exchanges } = get(id)
      if (text === '' || runningReply(exchanges)) return false
      ask(id, exchanges.length, { ...question, text })
      return true
    },

    sendAgain(id, exchangeId, question) {
      const { exchanges } = get(id)
      const at = exchanges.findIndex((exchange) => exchange.id === exchangeId)
      const exchange = exchanges[at]
      if (!exchange || runningReply(exchanges)) return false
      ask(id, at, { ...question, text: exchange.question })
      return true
    },

    stop: (id) => stopRunning(id, get(id).exchanges),

    clear: clearing.clear,

    undoClear: clearing.undo,

    setDraft: (id, draft) => change(id, { draft }, 'soon'),

    pick(id, picked) {
      change(id, { picked }, 'now')
      setState({ lastPicked: picked })
      storage.savePicked(picked)
    },

    setIncludeNotes: (id, includeNotes) => change(id, { includeNotes }, 'now'),

    setMayFallBack: (id, mayFallBack) => change(id, { mayFallBack }, 'now'),

    show(id, exchangeId, shown) {
      change(id, { exchanges: showReply(get(id).exchanges, exchangeId, shown) }, 'now')
    },

    mark: (...args) => void mark(...args),

    flush: () => storage.flush(),

    adopt: tabs.adopt,
  }
}

/** A later answer is built on this one, and so on what it had read. */
function hasReadNotes(exchange: Exchange): boolean {
  const reply = shownReply(exchange)
  return reply !== undefined && reply.readNotes === true && isPartOfHistory(reply)
}
