import type { BudgetState } from '@askdesk/contracts'
import { useEffect, useRef } from 'react'
import { budgetNews, budgetSentence, isUsedUp } from '../../../shared/budget-words.ts'
import styles from './BudgetNotice.module.css'
import { useNearBudgets } from './use-near-budgets.ts'

/** News of this page that were heard: amounts that grow, and a drawer that opens again, are none. */
const heard = new Set<string>()

/** Says which budget comes to its end, before a question is written. Nothing while none does. */
export function BudgetNotice() {
  const near = useNearBudgets()
  const listeners = useRef<HTMLOutputElement>(null)
  useEffect(() => {
    const news = near.filter((budget) => !heard.has(newsOf(budget)))
    if (news.length === 0 || listeners.current === null) return
    for (const budget of news) heard.add(newsOf(budget))
    listeners.current.textContent = news.map(budgetNews).join(' ')
  }, [near])
  return (
    <>
      <output ref={listeners} className="visually-hidden" aria-live="polite" />
      {near.map((budget) => (
        <p
          key={newsOf(budget)}
          className={styles['notice']}
          data-used-up={isUsedUp(budget) || undefined}
        >
          {budgetSentence(budget)}
        </p>
      ))}
    </>
  )
}

function newsOf(budget: BudgetState): string {
  const { who, period, unit, resetsAt, soft } = budget
  return JSON.stringify([who, period, unit, resetsAt, soft, isUsedUp(budget)])
}
