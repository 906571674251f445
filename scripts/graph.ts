import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
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
const tracked = listTracked()
let isSound = true

for (const folder of folders.map((name) => name.replace(/\/+$/, ''))) {
  const sources = tracked.filter((file) => file.startsWith(`${folder}/`) && isSource(file))
  if (sources.length === 0) throw new Error(`${folder} holds no TypeScript that git knows.`)
  const imports = readImports(
    fromRoot('.'),
    sources.map((file) => fromRoot(file)),
  )
  const report = reportFolder(fromRoot(folder), imports)
  console.log(`${folder}: ${report.lines.join('\n')}\n`)
  isSound &&= report.isSound
}

for (const { folder, files, isRecorded } of findCrowded(tracked)) {
  console.log(`${folder} holds ${files} files${isRecorded ? ' (recorded, not counted)' : ''}`)
  isSound &&= isRecorded
}
process.exitCode = isSound ? 0 : 1

/** Leaves out tests, which may import across rooms, as the linter lets them. */
function isSource(file: string): boolean {
  return (
    /\.tsx?$/.test(file) && !/\.(test|spec)\.tsx?$/.test(file) && !file.includes('/__fixtures__/')
  )
}

/** Reads git's index; what is deleted and not yet committed is no longer there. */
function listTracked(): readonly string[] {
  const { stdout, status } = spawnSync('git', ['ls-files', '-z'], {
    cwd: fromRoot('.'),
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error('git does not list the files of this folder.')
  return stdout.split('\0').filter((file) => file !== '' && existsSync(fromRoot(file)))
}
