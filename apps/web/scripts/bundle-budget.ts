import { gzipSync } from 'node:zlib'
import type { Plugin } from 'vite'

/** The part of a build's output that the budget looks at. */
export type BudgetChunk = { fileName: string; isEntry: boolean; imports: string[]; code: string }

/** The entry chunks and everything they import at once, by file name: what the first paint waits for. */
export function initialChunks(chunks: BudgetChunk[]): BudgetChunk[] {
  const byName = new Map(chunks.map((chunk) => [chunk.fileName, chunk]))
  const found = new Set<BudgetChunk>()
  const visit = (chunk: BudgetChunk | undefined): void => {
    if (chunk === undefined || found.has(chunk)) return
    found.add(chunk)
    for (const name of chunk.imports) visit(byName.get(name))
  }
  for (const chunk of chunks) if (chunk.isEntry) visit(chunk)
  return [...found]
}

/**
 * Prints the gzip size of the initial JavaScript and fails the build above the limit, so that a heavy
 * import is noticed on the day it comes in.
 */
export function bundleBudget({ limitKilobytes }: { limitKilobytes: number }): Plugin {
  return {
    name: 'bundle-budget',
    apply: 'build',
    generateBundle(_options, bundle) {
      const chunks = Object.values(bundle).filter((output) => output.type === 'chunk')
      const initial = initialChunks(chunks).map((chunk) => ({
        name: chunk.fileName,
        kilobytes: gzipSync(chunk.code).length / 1000,
      }))
      const total = initial.reduce((sum, chunk) => sum + chunk.kilobytes, 0)
      const parts = initial.map((chunk) => `${chunk.name} ${chunk.kilobytes.toFixed(1)}`)
      const summary = `initial JavaScript: ${total.toFixed(1)} KB gzip of ${limitKilobytes} (${parts.join(', ')})`
      if (total > limitKilobytes) this.error(`${summary}: over budget`)
      // oxlint-disable-next-line no-console -- the build's own report
      console.log(`\n${summary}`)
    },
  }
}
