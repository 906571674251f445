import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { folders } from './build.ts'

/** Kilobytes of JavaScript after gzip, of what is fetched only when it is needed. */
export type Sizes = Readonly<Record<'drawer' | 'highlighter' | 'math', number>>

export function measureSizes(): Sizes {
  return {
    drawer: sizeOf('AssistantDrawer-'),
    highlighter: sizeOf('highlight-worker-'),
    math: sizeOf('math-engine-'),
  }
}

function sizeOf(prefix: string): number {
  const folder = join(folders.product, 'assets')
  const name = readdirSync(folder).find((file) => file.startsWith(prefix) && file.endsWith('.js'))
  return name === undefined ? Number.NaN : gzipSync(readFileSync(join(folder, name))).length / 1000
}
