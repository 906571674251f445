import type { BudgetState } from '@askdesk/contracts'
import { budgetWords, isNearlyUsed } from '../../shared/budget-words.ts'
import { ForeignText } from '../../shared/text/ForeignText.tsx'
import { budgetOwner } from './usage-words.ts'
import styles from './Budgets.module.css'

const time = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' })

/** How far each budget is used up, and when it begins anew. */
export function Budgets({ budgets }: { readonly budgets: readonly BudgetState[] }) {
  if (budgets.length === 0) return null
  return (
    <section aria-label="Budgets">
      <h2>Budgets</h2>
      <ul className={styles['list']}>
        {budgets.map((budget) => {
          const { who, period, unit, used, limit, soft, resetsAt } = budget
          return (
            <li key={`${who} ${period} ${unit}`} data-near={isNearlyUsed(budget) || undefined}>
              <span className={styles['who']}>
                <ForeignText text={budgetOwner(who)} />
              </span>
              <meter
                min={0}
                max={limit}
                value={Math.min(used, limit)}
                aria-label={budgetWords(budget)}
              />
              <span>
                {budgetWords(budget)}
                {soft && ' (warns only)'}
              </span>
              <span className={styles['reset']}>anew {time.format(new Date(resetsAt))}</span>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
