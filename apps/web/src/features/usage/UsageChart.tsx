import type { UsageRow } from '@askdesk/contracts'
import { Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts'
import { formatDollars } from '../../shared/budget-words.ts'

const day = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short', timeZone: 'UTC' })
const tick = { fill: 'var(--ask-dim)', fontSize: 12 }

export type UsageChartProps = { readonly days: readonly UsageRow[] }

/** Cost of each day. Everything it says stands in the table below it, too. */
export function UsageChart({ days }: UsageChartProps) {
  const data = days.map(({ key, cost, runs }) => ({ key, cost: cost.amount, runs }))
  return (
    <ResponsiveContainer width="100%" height={220}>
      <BarChart data={data} margin={{ top: 8, right: 8, bottom: 0, left: 8 }}>
        <CartesianGrid vertical={false} stroke="var(--ask-border)" />
        <XAxis
          dataKey="key"
          tickFormatter={shortDay}
          tick={tick}
          tickLine={false}
          minTickGap={48}
        />
        <YAxis
          tickFormatter={formatDollars}
          tick={tick}
          tickLine={false}
          axisLine={false}
          width={64}
        />
        <Tooltip
          cursor={{ fill: 'var(--ask-neutral-soft)' }}
          contentStyle={{
            border: '1px solid var(--ask-border)',
            borderRadius: 8,
            background: 'var(--ask-raised)',
            color: 'var(--ask-text)',
          }}
          labelFormatter={(key) => shortDay(String(key))}
          formatter={(value) => [formatDollars(Number(value)), 'Cost']}
        />
        <Bar
          dataKey="cost"
          fill="var(--ask-accent)"
          radius={[3, 3, 0, 0]}
          maxBarSize={28}
          isAnimationActive={false}
        />
      </BarChart>
    </ResponsiveContainer>
  )
}

function shortDay(key: string): string {
  const date = new Date(`${key}T00:00:00Z`)
  return Number.isNaN(date.getTime()) ? key : day.format(date)
}
