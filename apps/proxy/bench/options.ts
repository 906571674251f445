import { parseArgs } from 'node:util'
import { targets } from './targets/all.ts'
import type { Target } from './targets/target.ts'

export type BenchOptions = {
  readonly rounds: number
  /** How long windows are, against their usual length. */
  readonly scale: number
  /** How often each target is started anew to see how fast it starts. */
  readonly starts: number
  /** How often memory is measured, each time in a new process. */
  readonly repeats: number
  readonly targets: readonly Target[]
  /** Parts to measure; all when empty. */
  readonly parts: readonly string[]
  /** Keep the figures in result.json and the picture. */
  readonly save: boolean
}

const quickTargets = ['direct', 'nginx', 'ours', 'portkey']

export const usage = `npm run bench:proxy -- [options]
  --quick           one short round of direct, nginx, ours and portkey; nothing is saved
  --rounds=N        interleaved rounds (default 3)
  --only=a,b        targets, out of: ${targets.map(({ name }) => name).join(', ')}
  --parts=a,b       out of: flat, paced, requests, light, start, open, stalled, abandoned, exact
  --no-save         do not write result.json and docs/bench-proxy.svg`

export function readOptions(args: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: 'boolean', default: false },
      rounds: { type: 'string' },
      only: { type: 'string' },
      parts: { type: 'string' },
      'no-save': { type: 'boolean', default: false },
    },
  })
  const only = list(values.only)
  const parts = list(values.parts)
  const unknown = only.filter((name) => !targets.some((target) => target.name === name))
  if (unknown.length > 0) throw new Error(`There is no target “${unknown.join('”, “')}”.`)
  const wanted = values.quick && only.length === 0 ? quickTargets : only
  const isWhole = !values.quick && only.length === 0 && parts.length === 0
  return {
    rounds: Number(values.rounds ?? (values.quick ? 1 : 3)),
    scale: values.quick ? 0.6 : 1,
    starts: values.quick ? 2 : 5,
    repeats: values.quick ? 1 : 3,
    targets: targets.filter(({ name }) => wanted.length === 0 || wanted.includes(name)),
    parts,
    save: isWhole && !values['no-save'],
  }
}

function list(value: string | undefined): string[] {
  return (value ?? '').split(',').filter((entry) => entry !== '')
}
