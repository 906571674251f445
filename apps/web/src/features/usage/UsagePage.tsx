import type { UsageGroup } from '@askdesk/contracts'
import { Button, SegmentedControl, Skeleton } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useEffect, useState } from 'react'
import { ChoiceSelect } from '../../shared/ChoiceSelect.tsx'
import { errorMessage } from '../../shared/http/errors.ts'
import { useSession } from '../session/use-session.ts'
import { Budgets } from './Budgets.tsx'
import { fetchUsage, usageUrl, type UsageRange } from './usage-api.ts'
import { costAmount, costKind, perAnswer, sumOf } from './usage-words.ts'
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
    queryKey: ['usage', range] as const,
    queryFn: ({ signal }) => fetchUsage(range, signal),
    // Another period keeps what was there; rows of another kind would stand under a wrong head.
    placeholderData: (before, query) => (query?.queryKey[1].by === range.by ? before : undefined),
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
      {!failure && !total && <UsageSkeleton />}
      {total && daily.data && (
        <>
          <dl className={styles['facts']}>
            <Fact
              name="Spent"
              value={costAmount(total.cost)}
              remark={total.runs === 0 ? 'nothing yet' : costKind(total.cost.is)}
            />
            <Fact
              name="Answers"
              value={total.runs.toLocaleString('en')}
              remark={seesAll ? 'of everybody' : 'of yours'}
            />
            <Fact
              name="Per answer"
              value={total.runs === 0 ? '–' : costAmount(perAnswer(total))}
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
              {grouped.isPending && <Skeleton height={160} aria-label="Loading" />}
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

/** Keeps the places of what comes, so that nothing jumps. */
function UsageSkeleton() {
  return (
    <section aria-label="Loading the usage" aria-busy="true" className={styles['loading']}>
      <Skeleton height={72} />
      <Skeleton height={220} />
      <Skeleton height={160} />
    </section>
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
