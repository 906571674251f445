import { useEffect, useRef } from 'react'
import { useStore } from 'zustand'
import { useAssistant } from '../conversation/assistant-context.ts'
import { replyName } from '../attribution/attribution.ts'
import {
  emptyConversation,
  isRunning,
  shownReply,
  type Reply,
} from '../conversation/conversation.ts'
import { findProvider } from '../providers/provider-list.ts'
import { spokenText, statusWords } from './spoken-text.ts'
import { useReplyNews, type ReplyNewsOptions } from './use-reply-news.ts'
import type { LiveRegion } from './live-region.ts'

export type AnnouncerProps = ReplyNewsOptions & { readonly liveRegion: LiveRegion }

/**
 * Tells those who cannot see it what becomes of the last reply, and then reads it out; tells the
 * rest of the drawer what its end means.
 */
export function Announcer({ liveRegion, ...onNews }: AnnouncerProps) {
  const { conversationId, store } = useAssistant()
  const { attachStatus, attachReply } = liveRegion
  const reply = useStore(store.state, ({ conversations }) => {
    const last = (conversations[conversationId] ?? emptyConversation).exchanges.at(-1)
    return last && shownReply(last)
  })
  useReplyNews(reply, onNews)
  return (
    <>
      <output ref={attachStatus} className="visually-hidden" aria-live="polite" />
      <div ref={attachReply} className="visually-hidden" aria-live="polite" />
      {reply && <ReplyNews key={reply.id} reply={reply} liveRegion={liveRegion} />}
    </>
  )
}

/** A reply that was there before, and had ended, is no news. */
function ReplyNews({ reply, liveRegion }: { reply: Reply; liveRegion: LiveRegion }) {
  const { providers } = useAssistant()
  const status = spokenStatus(reply)
  const told = useRef(isRunning(reply.status) ? null : status)
  useEffect(() => {
    if (told.current === status) return
    told.current = status
    const asked = reply.run?.routedProvider ?? reply.asked.provider
    const words = statusWords(status, findProvider(providers, asked)?.label ?? asked)
    if (words !== null) liveRegion.say(words)
    const hasEnded = !isRunning(reply.status)
    if (!hasEnded || reply.text === '' || status === 'stopped') return
    liveRegion.read(`${replyName(reply, providers)}: ${spokenText(reply.text)}`)
  }, [status, reply, providers, liveRegion])
  return null
}

function spokenStatus(reply: Reply): Reply['status'] | 'reconnecting' | 'busy' {
  if (!isRunning(reply.status)) return reply.status
  if (reply.reconnecting !== undefined) return 'reconnecting'
  return reply.asksAgainAt !== undefined && reply.run === undefined ? 'busy' : reply.status
}
