import type { UsageGroup } from '@askdesk/contracts'
import { Button, SegmentedControl, Skeleton } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useEffect, useState } from 'react'
import { formatDollars } from '../../shared/budget-words.ts'
import { ChoiceSelect } from '../../shared/ChoiceSelect.tsx'
import { errorMessage } from '../../shared/errors.ts'
import { useSession } from '../session/use-session.ts'
import { Budgets } from './Budgets.tsx'
import { fetchUsage, usageUrl, type UsageRange } from './usage-api.ts'
import { costKind, sumOf } from './usage-words.ts'
import { UsageTable } from './UsageTable.tsx'
import styles from './UsagePage.module.css'

// The chart's code is the largest of the page, and nothing waits for it.
const UsageChart = lazy(() =>
  import('./UsageChart.tsx').then((module) => ({ default: module.UsageChart })),
)

const ranges = [
  { value: '7', label: 'Last 7 days' },
  { value: '30', label: 'Last 30 days' },
  { value: '90', label: 'Last 90 days' },
]
const groups: readonly { value: UsageGroup; label: string }[] = [
  { value: 'person', label: 'Person' },
  { value: 'provider', label: 'Provider' },
  { value: 'model', label: 'Model' },
  { value: 'skill', label: 'Skill' },
  { value: 'day', label: 'Day' },
]

function useUsage(range: UsageRange) {
  return useQuery({
    queryKey: ['usage', range],
    queryFn: ({ signal }) => fetchUsage(range, signal),
    placeholderData: (before) => before,
  })
}

/** The report of what was spent, by whom and on what: everybody's for an admin, one's own for everybody else. */
export function UsagePage() {
  const { session } = useSession()
  const seesAll = session?.required !== true || session.role === 'admin'
  const [opened] = useState(() => new Date())
  const [days, setDays] = useState(30)
  const [by, setBy] = useState<UsageGroup>(seesAll ? 'person' : 'model')
  const daily = useUsage({ days, by: 'day' })
  const grouped = useUsage({ days, by })
  useEffect(() => {
    document.title = 'Usage · Askdesk'
  }, [])
  const failure = daily.error ?? grouped.error
  const total = daily.data && sumOf(daily.data.rows)
  return (
    <main className={styles['page']}>
      <div className={styles['head']}>
        <h1>Usage</h1>
        <ChoiceSelect
          label="Period"
          value={String(days)}
          choices={ranges}
          onChange={(value) => setDays(Number(value))}
        />
        <Button
          component="a"
          href={usageUrl({ days, by }, opened, 'csv')}
          download
          size="sm"
          variant="default"
          leftSection={<IconDownload size={16} aria-hidden="true" />}
        >
          CSV
        </Button>
      </div>
      {failure && (
        <div role="alert" className={styles['failure']}>
          <p>{errorMessage(failure)}</p>
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => void Promise.all([daily.refetch(), grouped.refetch()])}
          >
            Try again
          </Button>
        </div>
      )}
      {!failure && !total && <Skeleton height={320} aria-label="Loading" />}
      {total && daily.data && (
        <>
          <dl className={styles['facts']}>
            <Fact name="Spent" value={formatDollars(total.amount)} remark={costKind(total.is)} />
            <Fact
              name="Answers"
              value={total.runs.toLocaleString('en')}
              remark={seesAll ? 'of everybody' : 'of yours'}
            />
            <Fact
              name="Per answer"
              value={formatDollars(total.runs === 0 ? 0 : total.amount / total.runs)}
              remark={`${total.tokens.toLocaleString('en')} tokens in all`}
            />
          </dl>
          <Budgets budgets={daily.data.budgets} />
          {total.runs === 0 ? (
            <p className={styles['empty']}>
              Nothing was asked in this time. Ask AI on a ticket, and it is counted here.
            </p>
          ) : (
            <>
              <section aria-label="Cost per day">
                <h2>Cost per day</h2>
                <Suspense fallback={<Skeleton height={220} />}>
                  <UsageChart days={daily.data.rows} />
                </Suspense>
              </section>
              <SegmentedControl
                className={styles['groups'] ?? ''}
                aria-label="Grouped by"
                size="xs"
                value={by}
                onChange={(value) => setBy(value as UsageGroup)}
                data={groups.filter(({ value }) => seesAll || value !== 'person')}
              />
              {grouped.data && (
                <UsageTable
                  head={groups.find(({ value }) => value === by)?.label ?? ''}
                  rows={grouped.data.rows}
                  isByTime={by === 'day'}
                />
              )}
            </>
          )}
        </>
      )}
    </main>
  )
}

function Fact({ name, value, remark }: { name: string; value: string; remark: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <strong>{value}</strong>
        <span>{remark}</span>
      </dd>
    </div>
  )
}
