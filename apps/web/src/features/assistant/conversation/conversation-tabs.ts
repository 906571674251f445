import {
  emptyConversation,
  findReply,
  isRunning,
  resumable,
  runningReplies,
  type Conversation,
  type Exchange,
  runIdOf,
} from './conversation.ts'
import type { ConversationStorage } from './conversation-storage.ts'
import { mergeConversations } from './merge-conversations.ts'
import type { PortkeyClient } from '../api/portkey-client.ts'
import type { ReplyRunner } from './reply-runner.ts'

export type ConversationTabsOptions = {
  readonly client: Pick<PortkeyClient, 'followRun'>
  readonly storage: ConversationStorage
  readonly runner: ReplyRunner
  readonly find: (id: string) => Conversation | undefined
  /** Takes a conversation over as it is, without writing it. */
  readonly put: (id: string, conversation: Conversation) => void
  /** Writes what the other tabs do not know yet. */
  readonly tell: (id: string) => void
  readonly createId: () => string
}

/** How a conversation comes in from storage: at first, and when another tab has written it. */
export function createConversationTabs(options: ConversationTabsOptions) {
  const { client, storage, runner, find, put, tell, createId } = options

  function take(id: string, conversation: Conversation): void {
    put(id, conversation)
    for (const reply of runningReplies(conversation.exchanges)) {
      const { id: replyId, offset } = reply
      const runId = runIdOf(reply)
      if (runId === undefined || runner.isReading(replyId)) continue
      runner.start({ conversationId: id, replyId }, (signal) =>
        client.followRun(runId, { after: offset, signal }),
      )
    }
  }

  /** Lets go of replies that another tab cleared, or stopped before they had a run. */
  function letGo(before: readonly Exchange[], after: readonly Exchange[]): void {
    for (const reply of runningReplies(before)) {
      const now = findReply(after, reply.id)
      const hadNoRun = runIdOf(reply) === undefined
      if (!now || (hadNoRun && !isRunning(now.status))) runner.forget(reply.id)
    }
  }

  return {
    open(id: string): void {
      if (find(id)) return
      const loaded = resumable(storage.load(id) ?? emptyConversation)
      take(id, loaded.fence === '' ? { ...loaded, fence: createId() } : loaded)
    },

    adopt(storageKey: string | null): void {
      const id = storage.idOfKey(storageKey)
      const known = id === undefined ? undefined : find(id)
      const loaded = id === undefined || !known ? null : storage.load(id)
      if (id === undefined || !known || !loaded) return
      const { conversation, hasNews } = mergeConversations(known, loaded)
      letGo(known.exchanges, conversation.exchanges)
      take(id, conversation)
      if (hasNews) tell(id)
    },
  }
}
