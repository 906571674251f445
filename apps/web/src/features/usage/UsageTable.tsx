import type { UsageRow } from '@askdesk/contracts'
import { ForeignText } from '../../shared/text/ForeignText.tsx'
import { costAmount, costKind } from './usage-words.ts'
import styles from './UsageTable.module.css'

export type UsageTableProps = {
  readonly head: string
  readonly rows: readonly UsageRow[]
  /** Days stay in their order; everything else begins with what cost most. */
  readonly isByTime: boolean
}

export function UsageTable({ head, rows, isByTime }: UsageTableProps) {
  const sorted = isByTime
    ? rows
    : rows.toSorted((a, b) => b.cost.amount - a.cost.amount || b.runs - a.runs)
  const dearest = Math.max(...rows.map(({ cost }) => cost.amount), 0)
  return (
    <div className={styles['scroller']}>
      <table className={styles['table']} aria-label={`Usage by ${head.toLowerCase()}`}>
        <thead>
          <tr>
            <th scope="col">{head}</th>
            <th scope="col">Answers</th>
            <th scope="col">Tokens</th>
            <th scope="col">Cost</th>
            <th scope="col" className={styles['share']}>
              <span className="visually-hidden">Where the cost comes from</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {sorted.map(({ key, runs, promptTokens, completionTokens, cost }) => (
            <tr key={key}>
              <th scope="row">
                <ForeignText text={key} />
              </th>
              <td>{runs.toLocaleString('en')}</td>
              <td>{(promptTokens + completionTokens).toLocaleString('en')}</td>
              <td title={costKind(cost.is)}>{costAmount(cost)}</td>
              <td className={styles['share']}>
                <span
                  className={styles['bar']}
                  style={{ inlineSize: `${dearest === 0 ? 0 : (100 * cost.amount) / dearest}%` }}
                  aria-hidden
                />
                <span className={styles['kind']}>{costKind(cost.is)}</span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
