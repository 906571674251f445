import { readConfig } from './config.ts'
import { buildGateway } from './server.ts'

const result = readConfig(process.env)
if (!result.ok) {
  process.stderr.write(
    `The demo gateway cannot start:\n${result.problems.map((problem) => `  - ${problem}\n`).join('')}`,
  )
  process.exit(1)
}

const { host, port, pace, record, logLevel } = result.config
const gateway = buildGateway({ pace, record, logLevel })

let stopping = false
async function stop(): Promise<void> {
  if (stopping) return
  stopping = true
  await gateway.close()
  process.exit(0)
}
process.on('SIGTERM', () => void stop())
process.on('SIGINT', () => void stop())
// The launcher is gone: nobody would stop this process any more.
process.on('disconnect', () => void stop())

try {
  const url = await gateway.listen({ host, port })
  process.send?.({ type: 'ready', url })
} catch (error) {
  const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
  const name = process.env['ASKDESK_PORT_NAME'] ?? 'PORT'
  const reason = isTaken
    ? `port ${port} on ${host} is taken. Set ${name} to another one.`
    : String(error)
  process.stderr.write(`The demo gateway cannot listen: ${reason}\n`)
  process.exit(1)
}
