import { usageResponseSchema, type BudgetState } from '@askdesk/contracts'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { useStore } from 'zustand'
import { isNearlyUsed, isUsedUp } from '../../../shared/budget-words.ts'
import { requestJson } from '../../../shared/http/http.ts'
import { useAssistant } from '../conversation/assistant-context.ts'
import { emptyConversation, runningReply } from '../conversation/conversation.ts'

/**
 * The budgets that one's questions count for and that come near their end, the worst first. Asked for
 * when the assistant opens and, where there are budgets, when a reply has ended.
 */
export function useNearBudgets(): readonly BudgetState[] {
  const { data, refetch } = useQuery({
    queryKey: ['ai', 'budgets'],
    queryFn: ({ signal }) => readBudgets(signal),
    staleTime: 30_000,
    refetchOnWindowFocus: false,
    retry: false,
  })
  const hasBudgets = data !== undefined && data.length > 0
  useReplyEnds(() => {
    if (hasBudgets) void refetch()
  })
  return (data ?? [])
    .filter((budget) => budget.ofOthers !== true && isNearlyUsed(budget))
    .toSorted((a, b) => Number(isUsedUp(b)) - Number(isUsedUp(a)) || share(b) - share(a))
}

/** One day is enough: only the budgets of the answer are wanted. */
async function readBudgets(signal: AbortSignal): Promise<BudgetState[]> {
  const today = new Date().toISOString().slice(0, 10)
  const query = new URLSearchParams({ from: today, to: today, by: 'day' })
  return (await requestJson(usageResponseSchema, `/api/ai/usage?${query}`, { signal })).budgets
}

/** Calls back when the reply under way in the conversation on show has ended. */
function useReplyEnds(onEnd: () => void): void {
  const { conversationId, store } = useAssistant()
  const isUnderWay = useStore(
    store.state,
    ({ conversations }) =>
      runningReply((conversations[conversationId] ?? emptyConversation).exchanges) !== undefined,
  )
  const seen = useRef<string>(null)
  const latest = useRef(onEnd)
  useEffect(() => {
    latest.current = onEnd
  }, [onEnd])
  useEffect(() => {
    if (isUnderWay) {
      seen.current = conversationId
    } else if (seen.current === conversationId) {
      seen.current = null
      latest.current()
    }
  }, [isUnderWay, conversationId])
}

function share({ used, limit }: BudgetState): number {
  return used / limit
}
