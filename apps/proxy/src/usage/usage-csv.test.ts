import { expect, test } from 'vitest'
import { usageCsv } from './usage-csv.ts'

const row = {
  runs: 1,
  promptTokens: 2,
  completionTokens: 3,
  cost: { amount: 0.000_000_05, currency: 'USD' as const, is: 'list' as const },
}

test.each([
  ['=HYPERLINK("https://evil.example","x")', `"'=HYPERLINK(""https://evil.example"",""x"")"`],
  ['+1', `'+1`],
  ['-1', `'-1`],
  ['@SUM(A1)', `'@SUM(A1)`],
  ['Weber, Jonas', '"Weber, Jonas"'],
  ['two\nlines', '"two\nlines"'],
])('the name %j is no formula and stays one field', (key, field) => {
  expect(usageCsv('person', [{ ...row, key }])).toBe(
    `person,runs,prompt_tokens,completion_tokens,cost,currency,cost_is\r\n${field},1,2,3,0.00000005,USD,list\r\n`,
  )
})
