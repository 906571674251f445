import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { findCrowded } from './crowded.ts'
import { readImports } from './read-imports.ts'
import { reportFolder, type Report } from './report.ts'

/** Writes a tree of files and reports on it as `npm run graph` does. */
function reportTree(tree: Readonly<Record<string, string>>): Report {
  const root = mkdtempSync(join(tmpdir(), 'askdesk-graph-'))
  onTestFinished(() => rmSync(root, { recursive: true }))
  for (const [name, text] of Object.entries(tree)) {
    mkdirSync(dirname(join(root, name)), { recursive: true })
    writeFileSync(join(root, name), text)
  }
  const files = Object.keys(tree).map((name) => join(root, name))
  return reportFolder(root, readImports(root, files))
}

function filesIn(folder: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${folder}/${index}.ts`)
}

test('rooms stand in layers by the longest path, whatever the order of their names', () => {
  const { lines, isSound } = reportTree({
    'main.ts': `import { app } from './a/app.ts'\nimport { zod } from 'zod'\napp(zod)`,
    'a/app.ts': `import { middle } from '../z/middle.ts'\nimport { base } from '../base/base.ts'\nexport const app = [middle, base]`,
    'z/middle.ts': `export { base as middle } from '../base/base.ts'`,
    'base/base.ts': `export const base = 1`,
  })
  expect(lines).toEqual([
    '4 rooms, 4 layers, 4 arrows, 0 circles, 0 back up, 0 circles of files',
    '   3  main.ts → a/',
    '   2  a/ → z/ base/',
    '   1  z/ → base/',
    '   0  base/',
  ])
  expect(isSound).toBe(true)
})

test('a type closes a circle as a value does, and the lighter arrow is the one back up', () => {
  const { lines, isSound } = reportTree({
    'runs/run.ts': `import { log } from '../log/log.ts'\nexport type Run = typeof log`,
    'runs/two.ts': `import { log } from '../log/log.ts'\nexport const two = log`,
    'log/log.ts': `import type { Run } from '../runs/run.ts'\nexport const log = (run: Run): Run => run`,
  })
  expect(lines).toEqual([
    '2 rooms, 2 layers, 2 arrows, 1 circle, 1 back up, 1 circle of files',
    '   1  runs/ → log/',
    '   0  log/ → runs/',
    'circle of rooms: log/ runs/',
    'back up: log/ → runs/ (1)',
    'circle of files: log/log.ts runs/run.ts',
  ])
  expect(isSound).toBe(false)
})

test('rooms can go round where files do not', () => {
  const { lines, isSound } = reportTree({
    'a/one.ts': `import '../b/one.ts'`,
    'a/two.ts': `export const two = 2`,
    'b/one.ts': `export const one = 1`,
    'b/two.ts': `import { two } from '../a/two.ts'\nexport const three = two + 1`,
  })
  expect(lines[0]).toBe('2 rooms, 2 layers, 2 arrows, 1 circle, 1 back up, 0 circles of files')
  expect(isSound).toBe(false)
})

test('import() counts in code and in a type, in a file of JSX too, and words in a text do not', () => {
  const { lines } = reportTree({
    'page/Page.tsx': `
      export type Shape = import('../shapes/shape.ts').Shape
      export const open = () => import('../drawer/Drawer.tsx')
      export const Page = () => <p>import x from '../unused/unused.ts'</p>
      // import '../unused/unused.ts'
      export const text = "import '../unused/unused.ts'"`,
    'shapes/shape.ts': `export type Shape = 1`,
    'drawer/Drawer.tsx': `export const Drawer = () => null`,
    'unused/unused.ts': `export const unused = 1`,
  })
  expect(lines).toContain('   1  page/ → drawer/ shapes/')
})

test('a folder of more than 25 files is crowded, one of recordings is named beside', () => {
  expect(
    findCrowded([
      ...filesIn('src', 25),
      ...filesIn('src/full', 26),
      ...filesIn('src/__fixtures__', 30),
    ]),
  ).toEqual([
    { folder: 'src/__fixtures__', count: 30, isRecorded: true },
    { folder: 'src/full', count: 26, isRecorded: false },
  ])
})
