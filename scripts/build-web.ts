import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, globSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { fromRoot } from './stack.ts'

const sources = [
  'apps/web/{src,public,scripts}/**/*',
  'apps/web/*.{ts,cjs,html,json}',
  'packages/*/src/**/*',
  'pnpm-lock.yaml',
]
const stamp = fromRoot('apps/web/dist/.sources')

/** Builds the page. With `onlyIfChanged` a build of the same sources is kept, so that a second start is quick. */
export async function buildWeb({
  onlyIfChanged,
}: {
  readonly onlyIfChanged: boolean
}): Promise<void> {
  const wanted = fingerprint()
  if (onlyIfChanged && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  // Vite cuts every path there, beginning with its own configuration's.
  if (fromRoot('.').includes('?')) {
    throw new Error(`the page cannot be built in a folder with “?” in its name: ${fromRoot('.')}`)
  }
  console.error('Building the page …')
  await runVite()
  writeFileSync(stamp, wanted)
}

function fingerprint(): string {
  const hash = createHash('sha256')
  for (const file of globSync(sources, { cwd: fromRoot('.') }).toSorted()) {
    const path = fromRoot(file)
    if (/\.test\.tsx?$/.test(file) || !statSync(path).isFile()) continue
    hash.update(file).update(readFileSync(path))
  }
  return hash.digest('hex')
}

function runVite(): Promise<void> {
  const child = spawn(
    fromRoot('apps/web/node_modules/.bin/vite'),
    ['build', '--logLevel', 'warn'],
    {
      cwd: fromRoot('apps/web'),
      stdio: ['ignore', 2, 2],
    },
  )
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) =>
      code === 0
        ? resolve()
        : reject(new Error('the page could not be built; the lines above say why.')),
    )
  })
}
