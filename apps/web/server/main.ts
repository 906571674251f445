import { createReadiness, describeTakenPort, readTextFile } from '@askdesk/service'
import { buildApp } from './app.ts'
import { type Config, readConfig } from './config.ts'
import { lookBehind } from './door-behind.ts'

const read = readConfig(process.env, readTextFile)
if ('problems' in read) {
  const problems = read.problems.map((problem) => `  ${problem}\n`).join('')
  process.stderr.write(`The web server cannot start:\n${problems}`)
  process.exit(1)
}
for (const warning of read.warnings) process.stderr.write(`Warning: ${warning}\n`)
await refuseOpenDoor(read.config)
await start(read.config)

/** Refuses to publish services that ask nobody who they are, unless the operator says that this is meant. */
async function refuseOpenDoor(config: Config): Promise<void> {
  if (!config.access.isExposed || config.access.allowAnonymous) return
  const door = await lookBehind(config)
  if (door === 'guarded') return
  process.stderr.write(
    door === 'open'
      ? 'The web server cannot start: others can reach it, and the services behind it ask nobody to sign in. Set PROXY_TOKENS, or OIDC_ISSUER and OIDC_AUDIENCE, for the proxy and the tickets API, or ALLOW_ANONYMOUS=true here as well if that is meant.\n'
      : 'The web server cannot start: others can reach it, and it could not make sure that the services behind it ask people to sign in, as they do not answer. Check PROXY_URL and TICKETS_URL, or set ALLOW_ANONYMOUS=true if no sign-in is meant.\n',
  )
  process.exit(1)
}

async function start(config: Config): Promise<void> {
  const readiness = createReadiness(config.access.graceMs)
  const app = await buildApp(config, readiness)
  let stopping = false
  const stop = () => {
    if (stopping) return
    stopping = true
    // Open streams are cut: the page takes them up again where they were, by offset.
    readiness
      .begin(app.log)
      .then(() => app.close())
      .then(
        () => process.exit(0),
        () => process.exit(1),
      )
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
  // The launcher is gone; nobody would ever stop this process.
  process.on('disconnect', stop)
  try {
    const url = await app.listen({ host: config.access.host, port: config.port })
    process.send?.({ type: 'ready', url })
  } catch (error) {
    const reason = describeTakenPort(error, config.port, config.access) ?? `${String(error)}.`
    process.stderr.write(`The web server cannot listen: ${reason}\n`)
    process.exit(1)
  }
}
