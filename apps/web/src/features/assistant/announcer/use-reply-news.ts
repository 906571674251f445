import { useEffect } from 'react'
import { isRunning, type Reply } from '../conversation/conversation.ts'

export type ReplyNewsOptions = {
  /** A reply has ended: what was seen of its provider is known anew. */
  readonly onEnded: () => void
  /** The session can end while the page is open: a refused question tells. */
  readonly onRefused: () => void
}

/** Tells once for each reply what its end means for the rest of the drawer. */
export function useReplyNews(reply: Reply | undefined, options: ReplyNewsOptions): void {
  const { onEnded, onRefused } = options
  const ended = reply && !isRunning(reply.status) ? reply.id : null
  useEffect(() => {
    if (ended !== null) onEnded()
  }, [ended, onEnded])
  const refused = reply?.error?.code === 'unauthorized' ? reply.id : null
  useEffect(() => {
    if (refused !== null) onRefused()
  }, [refused, onRefused])
}
