import type { UsageGroup, UsageRow } from '@askdesk/contracts'
import { stringify } from 'csv-stringify/sync'

/** The rows as RFC 4180 has it. A name that a spreadsheet would take for a formula gets an apostrophe in front. */
export function usageCsv(by: UsageGroup, rows: readonly UsageRow[]): string {
  const records = rows.map(({ key, runs, promptTokens, completionTokens, cost }) => [
    key,
    runs,
    promptTokens,
    completionTokens,
    cost.amount.toFixed(9).replace(/\.?0+$/, ''),
    cost.currency,
    cost.is,
  ])
  return stringify(records, {
    header: true,
    columns: [by, 'runs', 'prompt_tokens', 'completion_tokens', 'cost', 'currency', 'cost_is'],
    record_delimiter: 'windows',
    escape_formulas: true,
    // By itself it quotes only the line end that it writes itself.
    quoted_match: /[\r\n]/,
  })
}
