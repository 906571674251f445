import { spawnSync } from 'node:child_process'
import { fromRoot } from './stack.ts'

/** `npm run fix`: formats, then mends what the linter can mend. */
for (const [name, ...args] of [['oxfmt'], ['oxlint', '--fix']] as const) {
  const { status } = spawnSync(fromRoot(`node_modules/.bin/${name}`), args, {
    cwd: fromRoot('.'),
    stdio: 'inherit',
  })
  if (status !== 0) process.exitCode = 1
}
