import { parseArgs } from 'node:util'
import { goalScenarios, nameOf, otherScenarios, type Scenario } from './scenarios.ts'
import { subjects, type Subject } from './subjects.ts'

export type BenchOptions = {
  readonly scenarios: readonly Scenario[]
  readonly subjects: readonly Subject[]
  /** Interleaved runs of the scenarios that goals are about. */
  readonly rounds: number
  /** How long each end of a long reply is measured at its own rate. */
  readonly sampleMs: number
  /** Keep the figures in result.json and the picture. */
  readonly save: boolean
  /** Use the pages that an earlier run has built. */
  readonly build: boolean
}

export const usage = `npm run bench:chat -- [options]
  --quick           the scenarios of the goals, one round, under three minutes; nothing is saved
  --full            every scenario at its full length, three rounds: more than an hour
  --rounds=N        interleaved rounds of the goals' scenarios (default 3)
  --pages=a,b       out of: ${subjects.map(({ name }) => name).join(', ')}
  --only=text       scenarios whose name holds the text, for example "flat out"
  --no-build        use the pages that an earlier run has built
  --no-save         do not write result.json and docs/bench-chat.svg`

export function readOptions(args: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: 'boolean', default: false },
      full: { type: 'boolean', default: false },
      rounds: { type: 'string' },
      pages: { type: 'string', default: '' },
      only: { type: 'string', default: '' },
      'no-build': { type: 'boolean', default: false },
      'no-save': { type: 'boolean', default: false },
    },
  })
  const pages = values.pages.split(',').filter((name) => name !== '')
  const unknown = pages.filter((page) => !subjects.some(({ name }) => name === page))
  if (unknown.length > 0) throw new Error(`There is no page “${unknown.join('”, “')}”.`)
  const all =
    values.quick && values.only === '' ? goalScenarios : [...goalScenarios, ...otherScenarios]
  const scenarios = all
    .filter((scenario) => nameOf(scenario).includes(values.only))
    .map((scenario) => (values.full ? { ...scenario, isGoal: true } : scenario))
  if (scenarios.length === 0) throw new Error(`No scenario is named “${values.only}”.`)
  const isPart = values.quick || pages.length > 0 || values.only !== ''
  return {
    scenarios,
    subjects: subjects.filter(({ name }) => pages.length === 0 || pages.includes(name)),
    rounds: Number(values.rounds ?? (values.quick ? 1 : 3)),
    sampleMs: values.full ? Number.POSITIVE_INFINITY : 1500,
    save: !isPart && !values['no-save'],
    build: !values['no-build'],
  }
}
