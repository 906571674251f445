import fastify, { type FastifyInstance } from 'fastify'
import { createRecorder, createSilentRecorder, type Recorder } from './recorder.ts'
import { registerChatRoute } from './routes/chat.ts'
import { registerDemoRoutes } from './routes/demo.ts'
import { registerFeedbackRoute } from './routes/feedback.ts'
import { registerModelsRoute } from './routes/models.ts'
import { failureBody } from './wire/errors.ts'

export type GatewayOptions = {
  /** Scales the human pace of answers: 1 as a person reads, 0 as fast as possible. @default 1 */
  readonly pace?: number | undefined
  /** Keeps the last requests, keys and all, for tests. @default false */
  readonly record?: boolean | undefined
  /** @default 'silent' */
  readonly logLevel?: string | undefined
}

/** The app, and for tests what it received. */
export type Gateway = FastifyInstance & Pick<Recorder, 'requests' | 'waitForRequest'>

/** Builds a stand-in for Portkey's gateway that speaks its wire format. */
export function buildGateway(options: GatewayOptions = {}): Gateway {
  const { pace = 1, record = false, logLevel = 'silent' } = options
  const recorder = record ? createRecorder() : createSilentRecorder()
  const app = fastify({
    logger: { level: logLevel },
    bodyLimit: 64 * 1024 * 1024,
    // Scripts that never end must not keep the process alive.
    forceCloseConnections: true,
  })
  // The body is read as text whatever it claims to be: what is wrong with it is Portkey's to say.
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body))
  app.get('/', async (_request, reply) => reply.type('text/plain').send('AI Gateway says hey!'))
  registerChatRoute(app, { pace, recorder })
  registerModelsRoute(app)
  registerFeedbackRoute(app)
  registerDemoRoutes(app, { recorder, showRequests: record })
  app.setNotFoundHandler((_request, reply) =>
    reply.code(404).send({ message: 'Not Found', ok: false }),
  )
  app.setErrorHandler((error, request, reply) => {
    request.log.error(error)
    return reply.code(500).send(failureBody('Something went wrong'))
  })
  return Object.assign(app, {
    requests: recorder.requests,
    waitForRequest: recorder.waitForRequest,
  })
}
