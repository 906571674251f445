import { readTextFile, UnreadableText, watchFile } from '@askdesk/service'
import type { FastifyBaseLogger } from 'fastify'
import { readBudgets, type Budget } from './read-budgets.ts'

export type BudgetFile = { readonly current: () => readonly Budget[]; close(): void }

/**
 * Keeps the budgets of `BUDGETS_FILE`, and reads the file again when it changes. A version with
 * mistakes changes nothing and is said in the log.
 */
export function openBudgetFile(
  path: string | undefined,
  first: readonly Budget[],
  log: FastifyBaseLogger,
): BudgetFile {
  if (path === undefined) return { current: () => [], close: () => undefined }
  let budgets = first
  const watcher = watchFile(path, (text) => {
    const read = readBudgets(text)
    if (!read.ok) {
      log.error(
        { audit: 'budgets', problems: read.problems },
        'BUDGETS_FILE was changed and has mistakes: the budgets of before still hold',
      )
      return
    }
    budgets = read.budgets
    log.info({ audit: 'budgets', budgets: budgets.length }, 'BUDGETS_FILE was read again')
  })
  return { current: () => budgets, close: () => watcher.close() }
}

/** The budgets at the start. Every problem is added to `problems` in words. */
export function readBudgetFile(
  path: string | undefined,
  problems: string[],
  readFile: (path: string) => string = readTextFile,
): readonly Budget[] {
  if (path === undefined) return []
  let text: string
  try {
    text = readFile(path)
  } catch (error) {
    problems.push(
      error instanceof UnreadableText
        ? `BUDGETS_FILE: the file ${error.message}.`
        : 'BUDGETS_FILE names a file that cannot be read. Check its path and permissions.',
    )
    return []
  }
  const read = readBudgets(text)
  if (read.ok) return read.budgets
  problems.push(...read.problems.map((problem) => `BUDGETS_FILE: ${problem}`))
  return []
}
