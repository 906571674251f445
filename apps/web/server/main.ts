import { buildApp } from './app.ts'
import { type Config, readConfig } from './config.ts'

const read = readConfig(process.env)
if ('problems' in read) {
  const problems = read.problems.map((problem) => `  ${problem}\n`).join('')
  process.stderr.write(`The web server cannot start:\n${problems}`)
  process.exit(1)
}
await start(read.config)

async function start(config: Config): Promise<void> {
  const app = await buildApp(config)
  let stopping = false
  const stop = () => {
    if (stopping) return
    stopping = true
    // Open streams are cut: the page takes them up again where they were, by offset.
    app.close().then(
      () => process.exit(0),
      () => process.exit(1),
    )
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
  // The launcher is gone; nobody would ever stop this process.
  process.on('disconnect', stop)
  try {
    const url = await app.listen({ host: config.host, port: config.port })
    process.send?.({ type: 'ready', url })
  } catch (error) {
    const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
    const reason = taken ? `port ${config.port} is taken. Set PORT to another one` : String(error)
    process.stderr.write(`The web server cannot listen on ${config.host}: ${reason}.\n`)
    process.exit(1)
  }
}
