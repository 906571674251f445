import type { ApiError } from '@askdesk/contracts'
import type { ChatEvent } from '../api/chat-events.ts'
import { runIdOf, type Reply } from './conversation.ts'
import type { PortkeyClient } from '../api/portkey-client.ts'
import { applyEvents, consumeReply, type Scheduler } from './reply-progress.ts'

export type ReplyRunner = {
  /** Reads a reply to its end, whoever is looking. */
  readonly start: (
    reply: ReplyAddress,
    open: (signal: AbortSignal) => AsyncIterable<ChatEvent>,
  ) => void
  /** Ends a reply for the eye at once; the proxy hears of it behind. */
  readonly stop: (address: ReplyAddress, reply: Reply) => void
  readonly isReading: (replyId: string) => boolean
  /** Leaves a reply alone from now on, and closes its connection. */
  readonly forget: (replyId: string) => void
}

/** A reply is changed where it belongs, never in the conversation that happens to be open. */
export type ReplyAddress = { readonly conversationId: string; readonly replyId: string }

export type ReplyRunnerOptions = {
  readonly client: Pick<PortkeyClient, 'stopRun'>
  readonly scheduler: Scheduler
  readonly now: () => number
  readonly change: (address: ReplyAddress, update: (reply: Reply) => Reply) => void
}

const broken: ApiError = {
  message: 'This page failed while it read the answer. Try again; reload the page if it stays.',
  type: 'api_error',
  code: 'internal',
  retryable: true,
}

export function createReplyRunner(options: ReplyRunnerOptions): ReplyRunner {
  const { client, scheduler, now, change } = options
  const controllers = new Map<string, AbortController>()

  async function read(
    address: ReplyAddress,
    controller: AbortController,
    events: AsyncIterable<ChatEvent>,
  ): Promise<void> {
    const { replyId } = address
    const commit = (slice: readonly ChatEvent[]): void => {
      // Forgotten, or read anew from where another tab got to.
      if (controllers.get(replyId) !== controller) return
      change(address, (reply) => applyEvents(reply, slice, now()))
    }
    try {
      await consumeReply(events, commit, scheduler)
    } catch {
      commit([{ type: 'end', outcome: 'error', error: broken }])
    } finally {
      if (controllers.get(replyId) === controller) controllers.delete(replyId)
    }
  }

  /** Reading goes on for the receipt, unless the proxy cannot be told: then leaving has to do. */
  async function cancel(runId: string, controller: AbortController | undefined): Promise<void> {
    if (!(await client.stopRun(runId))) controller?.abort()
  }

  return {
    start(address, open) {
      const controller = new AbortController()
      controllers.set(address.replyId, controller)
      void read(address, controller, open(controller.signal))
    },

    stop(address, reply) {
      change(address, (running) => ({
        ...running,
        status: 'stopped',
        splitter: undefined,
        reconnecting: undefined,
      }))
      const controller = controllers.get(address.replyId)
      const runId = runIdOf(reply)
      if (runId === undefined) controller?.abort()
      else void cancel(runId, controller)
    },

    isReading: (replyId) => controllers.has(replyId),

    forget(replyId) {
      const controller = controllers.get(replyId)
      controllers.delete(replyId)
      controller?.abort()
    },
  }
}
