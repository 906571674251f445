import type { AnyProviderId, ProviderInfo } from '@askdesk/contracts'
import { useCallback, type RefObject } from 'react'
import type { TicketContext } from '../prompt/ticket-context.ts'
import type { Picked } from '../conversation/conversation.ts'
import type { ConversationStore } from '../conversation/conversation-state.ts'
import { effectivePick, otherProviders } from '../providers/provider-list.ts'

export type QuestionsOptions = {
  readonly conversationId: string
  readonly store: ConversationStore
  readonly providers: readonly ProviderInfo[]
  readonly isWaiting: boolean
  /** Writes the ticket as the model will see it. */
  readonly contextNow: () => TicketContext | null
  readonly inputRef: RefObject<HTMLTextAreaElement | null>
  readonly onAsked: () => void
  /** Marker that the fault lab puts in front of the next question. */
  readonly fault: string | null
  readonly onFaultUsed: () => void
}

/** Asks with what is picked at that moment; both keep their identity while a reply streams. */
export function useQuestions(options: QuestionsOptions) {
  const {
    conversationId,
    store,
    providers,
    isWaiting,
    contextNow,
    inputRef,
    onAsked,
    fault,
    onFaultUsed,
  } = options

  const pickNow = useCallback(() => {
    const state = store.state.getState()
    const current = state.conversations[conversationId]?.picked ?? null
    return effectivePick(providers, current, state.lastPicked)
  }, [store, conversationId, providers])

  const fallbackNow = useCallback(
    (asked: AnyProviderId) => {
      const mayFallBack = store.state.getState().conversations[conversationId]?.mayFallBack
      return mayFallBack ? otherProviders(providers, asked).map(({ id }) => id) : undefined
    },
    [store, conversationId, providers],
  )

  const ask = useCallback(
    (text: string) => {
      if (isWaiting) return false
      const picked = pickNow()
      const fallback = fallbackNow(picked.provider)
      const isBroken = fault !== null && text.trim() !== ''
      const question = isBroken ? `${faultFor(fault, picked.provider)} ${text}` : text
      const { text: context = null, hasNotes } = contextNow() ?? {}
      const asked = { text: question, context, hasNotes, picked, fallback }
      const isSent = store.send(conversationId, asked)
      if (isSent) onAsked()
      if (isSent && isBroken) onFaultUsed()
      keepFocus(inputRef)
      return isSent
    },
    [
      store,
      conversationId,
      isWaiting,
      contextNow,
      pickNow,
      fallbackNow,
      onAsked,
      inputRef,
      fault,
      onFaultUsed,
    ],
  )

  const askAgain = useCallback(
    (exchangeId: string, wanted: Picked) => {
      if (isWaiting) return
      const current = pickNow()
      const picked = wanted.provider === current.provider ? current : wanted
      const fallback = fallbackNow(picked.provider)
      const { text: context = null, hasNotes } = contextNow() ?? {}
      const asked = { context, hasNotes, picked, fallback }
      const isSent = store.sendAgain(conversationId, exchangeId, asked)
      const conversation = store.state.getState().conversations[conversationId]
      if (isSent && conversation?.exchanges.at(-1)?.id === exchangeId) onAsked()
      keepFocus(inputRef)
    },
    [store, conversationId, isWaiting, contextNow, pickNow, fallbackNow, onAsked, inputRef],
  )

  return { ask, askAgain }
}

/** The marker of a fault that strikes the provider that is asked, and nobody who answers instead. */
function faultFor(marker: string, provider: AnyProviderId): string {
  return marker.replace(/\]\]$/, ` only=${provider}]]`)
}

/**
 * A button that goes away with its click would take the focus with it. Where there is a keyboard on
 * the screen, it is not called up by this.
 */
export function keepFocus(input: RefObject<HTMLTextAreaElement | null>): void {
  if (!window.matchMedia('(pointer: coarse)').matches) input.current?.focus({ preventScroll: true })
}
