import type { AddressInfo } from 'node:net'
import { boundHeap, describeTakenPort, readTextFile } from '@askdesk/service'
import { buildApp } from './app.ts'
import { readConfig } from './config/config.ts'

boundHeap()
const result = readConfig(process.env, readTextFile)
if (!result.ok) {
  const problems = result.problems.map((problem) => `  - ${problem}`).join('\n')
  process.stderr.write(`The proxy cannot start:\n${problems}\n`)
  process.exit(1)
}
for (const warning of result.warnings) process.stderr.write(`Warning: ${warning}\n`)
void run(result.config)

async function run(config: Parameters<typeof buildApp>[0]): Promise<void> {
  const app = await buildApp(config)
  let stopping = false
  const stop = (): void => {
    if (stopping) return
    stopping = true
    app.drain().then(
      () => process.exit(0),
      () => process.exit(1),
    )
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
  // Started by a launcher: when it is gone, so is the reason to run.
  process.on('disconnect', stop)
  try {
    await app.server.listen({ host: config.access.host, port: config.port })
  } catch (error) {
    const reason = describeTakenPort(error, config.port, config.access) ?? `${String(error)}.`
    process.stderr.write(`The proxy cannot listen: ${reason}\n`)
    process.exit(1)
  }
  const address = app.server.server.address()
  const url = `http://${config.access.host.includes(':') ? `[${config.access.host}]` : config.access.host}:${portOf(address)}`
  process.send?.({ type: 'ready', url })
}

function portOf(address: AddressInfo | string | null): number {
  return typeof address === 'object' && address !== null ? address.port : 0
}
