import { globSync, statSync } from 'node:fs'
import { findCrowded } from './graph/crowded.ts'
import { readImports } from './graph/read-imports.ts'
import { reportFolder } from './graph/report.ts'
import { fromRoot } from './stack.ts'

/**
 * `npm run graph -- apps/web/src`: how the rooms of a folder import each other, and which folders of
 * the repository hold too many files. Ends with 1 on a circle, an arrow back up or a crowded folder.
 */
const named = process.argv.slice(2)
const folders = named.length > 0 ? named : ['apps/proxy/src', 'apps/web/src/features/assistant']
const files = listFiles()
let isSound = true

for (const folder of folders.map((name) => name.replace(/\/+$/, ''))) {
  const sources = files.filter((file) => file.startsWith(`${folder}/`) && isSource(file))
  if (sources.length === 0) throw new Error(`${folder} holds no TypeScript.`)
  const imports = readImports(
    fromRoot('.'),
    sources.map((file) => fromRoot(file)),
  )
  const report = reportFolder(fromRoot(folder), imports)
  console.log(`${folder}: ${report.lines.join('\n')}\n`)
  isSound &&= report.isSound
}

for (const { folder, count, isRecorded } of findCrowded(files)) {
  console.log(`${folder} holds ${count} files${isRecorded ? ' (recorded, not counted)' : ''}`)
  isSound &&= isRecorded
}
process.exitCode = isSound ? 0 : 1

/** Leaves out tests, which may import across rooms, as the linter lets them. */
function isSource(file: string): boolean {
  return (
    /\.tsx?$/.test(file) && !/\.(test|spec)\.tsx?$/.test(file) && !file.includes('/__fixtures__/')
  )
}

/** Lists the sources, without what is installed, built or left by a run. No git: a copy has none. */
function listFiles(): readonly string[] {
  return globSync('{apps,packages,e2e,scripts,docs}/**/*', {
    cwd: fromRoot('.'),
    exclude: (path) => /(^|\/)(node_modules|dist|test-results|\.data)$/.test(path),
    withFileTypes: false,
  }).filter((file) => statSync(fromRoot(file)).isFile())
}
