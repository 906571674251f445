import { load } from '../../apps/proxy/bench/load.ts'
import { buildServices } from '../build-services.ts'

/** Many streams on the proxy as it is delivered: errors, delay and memory. An argument says for how many seconds. */
const seconds = Number(process.argv[2] ?? 60)
buildServices()
process.exitCode = (await load(seconds)) ? 0 : 1
