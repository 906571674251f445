import type { Reply, ReplyMark } from './conversation.ts'
import type { PortkeyClient } from '../api/portkey-client.ts'

export type ReplyMarkerOptions = {
  readonly client: Pick<PortkeyClient, 'sendFeedback'>
  readonly find: (conversationId: string, replyId: string) => Reply | undefined
  readonly set: (conversationId: string, replyId: string, mark: ReplyMark | undefined) => void
}

/**
 * Marks replies as good (10) or bad (-10), or takes the mark back (null). The mark is kept with the
 * reply first and sent then, so that it is never lost; a mark that was taken back is sent as 0.
 */
export function createReplyMarker({ client, find, set }: ReplyMarkerOptions) {
  return async (
    conversationId: string,
    replyId: string,
    value: ReplyMark['value'] | null,
    isSent: boolean,
  ): Promise<void> => {
    const reply = find(conversationId, replyId)
    const traceId = reply?.receipt?.traceId || reply?.run?.traceId
    const isTaken = isSent && traceId !== undefined
    const keep = (mark: Omit<ReplyMark, 'value'>): void =>
      set(conversationId, replyId, value === null ? undefined : { value, ...mark })
    keep({ state: isTaken ? 'unsent' : 'here' })
    if (!isTaken) return
    const result = await client.sendFeedback(traceId, value ?? 0)
    // A person may have thought better of it meanwhile.
    if (value !== null && find(conversationId, replyId)?.mark?.value === value) keep(result)
  }
}
