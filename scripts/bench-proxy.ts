import { spawnSync } from 'node:child_process'
import { bench } from '../apps/proxy/bench/bench.ts'
import { readOptions, usage } from '../apps/proxy/bench/options.ts'
import { fromRoot } from './stack.ts'

/** Measures the proxy as it is delivered, side by side with others. */
const args = process.argv.slice(2)
if (args.includes('--help')) {
  console.log(usage)
} else {
  const built = spawnSync(process.execPath, [fromRoot('scripts/build.ts'), '--services'], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  if (built.status !== 0) process.exit(1)
  await bench(readOptions(args))
}
