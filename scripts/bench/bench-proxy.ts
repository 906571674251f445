import { bench } from '../../apps/proxy/bench/bench.ts'
import { readOptions, usage } from '../../apps/proxy/bench/options.ts'
import { buildServices } from '../build-services.ts'

/** Measures the proxy as it is delivered, side by side with others. */
const args = process.argv.slice(2)
if (args.includes('--help')) {
  console.log(usage)
} else {
  const options = readOptions(args)
  buildServices()
  await bench(options)
}
