import { quantile, type Content, type RunResult } from '../run.ts'
import type { Scenario } from '../scenarios.ts'
import type { Subject } from '../subjects.ts'

/** The middle of several runs of one page in one scenario. */
export type Series = Figures & {
  readonly scenario: Scenario
  readonly page: Subject['name']
  readonly runs: number
  readonly content: Content
}

export type Figures = Omit<RunResult, 'content'>

export function medianOf(runs: readonly RunResult[]): Figures & { readonly content: Content } {
  const middle = (pick: (run: RunResult) => number): number => median(runs.map(pick))
  const [first] = runs
  if (!first) throw new Error('There is no run to take the middle of.')
  return {
    busy: middle((run) => run.busy),
    busyFirst: middle((run) => run.busyFirst),
    busyLast: middle((run) => run.busyLast),
    longTasks: middle((run) => run.longTasks),
    longestTask: middle((run) => run.longestTask),
    frameP50: middle((run) => run.frameP50),
    frameP95: middle((run) => run.frameP95),
    frameP99: middle((run) => run.frameP99),
    longestFrame: middle((run) => run.longestFrame),
    keyP50: middle((run) => run.keyP50),
    keyP95: middle((run) => run.keyP95),
    end: middle((run) => run.end),
    heapMb: middle((run) => run.heapMb),
    nodes: middle((run) => run.nodes),
    content: first.content,
  }
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5)
}

/** Measures that a page left out. */
export function contentProblems(content: Content, { isMarkdown }: Subject): string[] {
  const missing = (['start', 'middle', 'end'] as const)
    .filter((part) => !content[part])
    .map((part) => `the ${part} of the reply is not shown`)
  const hasElements = content.headings > 0 && content.items > 0 && content.codeBlocks > 0
  return isMarkdown && !hasElements ? [...missing, 'the Markdown is not drawn'] : missing
}
