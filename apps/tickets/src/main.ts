import { boundHeap, createReadiness, readTextFile } from '@askdesk/service'
import { buildApp } from './app.ts'
import { readConfig, type Config } from './config.ts'
import { openDatabase } from './db/open.ts'
import { seedDatabase } from './db/seed/seed.ts'
import { createDesk } from './desk.ts'
import { describeStartFailure } from './start-failure.ts'

const stopWithin = 10_000

/** Open resources, last opened first. */
const openThings: (() => Promise<unknown>)[] = []
let isStopping = false
/** Lets a balancer notice, once that there is something to notice. */
let beginStop = async (): Promise<void> => {}

async function start(config: Config): Promise<void> {
  const { database, warnings, searchesAtOnce, close } = await openDatabase(config.storage)
  openThings.unshift(close)
  for (const warning of warnings) process.stderr.write(`Warning: ${warning}\n`)
  if (config.seeded) await seedDatabase(database, new Date())
  const { currentAgent } = config
  const desk = createDesk({ database, currentAgent, searchesAtOnce })
  await desk.agents.ensure(currentAgent)
  const readiness = createReadiness(config.access.graceMs)
  const app = await buildApp({ ...desk, ...config, readiness })
  openThings.unshift(() => app.close())
  beginStop = () => readiness.begin(app.log)
  const url = await app.listen({ host: config.access.host, port: config.port })
  process.send?.({ type: 'ready', url })
}

async function closeEverything(): Promise<void> {
  for (const close of openThings.splice(0)) await close()
}

async function stop(): Promise<void> {
  if (isStopping) return
  isStopping = true
  try {
    await beginStop()
    setTimeout(() => process.exit(1), stopWithin).unref()
    await closeEverything()
    process.exit(0)
  } catch {
    process.stderr.write('The tickets API could not close its database cleanly.\n')
    process.exit(1)
  }
}

boundHeap()
const read = readConfig(process.env, readTextFile)
if ('problems' in read) {
  process.stderr.write(
    `The tickets API cannot start:\n${read.problems.map((problem) => `  ${problem}\n`).join('')}`,
  )
  process.exit(1)
}

for (const warning of read.warnings) process.stderr.write(`Warning: ${warning}\n`)

process.on('SIGTERM', stop)
process.on('SIGINT', stop)
// The launcher is gone; nobody else would ever stop this process.
process.on('disconnect', stop)

try {
  await start(read.config)
} catch (error) {
  await closeEverything().catch(() => {})
  process.stderr.write(
    `The tickets API cannot start: ${describeStartFailure(error, read.config)}\n`,
  )
  process.exit(1)
}
