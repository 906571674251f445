import type { FastifyInstance } from 'fastify'
import type { Recorder } from '../recorder.ts'
import { scripts } from '../scripts/registry.ts'

/** Routes of the demo alone: the list of scripts and, for tests, what was received. */
export function registerDemoRoutes(
  app: FastifyInstance,
  options: { readonly recorder: Recorder; readonly showRequests: boolean },
): void {
  app.get('/v1/demo/scripts', async () => ({
    use: 'Put [[demo:NAME key=value]] into the last message, or send the header x-demo-script: NAME key=value.',
    scripts: scripts.map(({ name, about, parameters = {} }) => ({ name, about, parameters })),
  }))
  if (!options.showRequests) return
  app.get('/v1/demo/requests', async () => ({ requests: options.recorder.requests() }))
}
