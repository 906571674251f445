import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Services } from '../ask/services.ts'
import { ProxyError } from '../errors/proxy-error.ts'
import type { RemoteRunHandle } from '../replicas/remote-runs.ts'
import type { OffsetStatus } from '../replicas/wait-for-offset.ts'
import type { Run } from '../runs/run.ts'
import { createRunReaders } from '../http/run-readers.ts'
import { sendStreamHead } from './stream.ts'

type RunRequest = FastifyRequest<{ Params: { runId: string }; Querystring: { after?: string } }>

/** `GET` and `DELETE /api/ai/runs/:runId`: read on where a reader was cut off, and stop. */
export function registerRunRoutes(app: FastifyInstance, services: Services): void {
  const { registry, replicas } = services
  const readers = createRunReaders()

  const findRemote = async ({ params, caller }: RunRequest): Promise<RemoteRunHandle> => {
    const remote = await replicas?.find(params.runId, caller.owner)
    if (remote) return remote
    throw new ProxyError(
      'invalid_request',
      'There is no such reply to go on with: it has expired, or it is not yours. Ask again.',
      { type: 'not_found_error', status: 404 },
    )
  }

  app.get('/api/ai/runs/:runId', async (request: RunRequest, reply) => {
    const own = registry.find(request.params.runId, request.caller.owner)
    if (own) {
      const after = readOffset(request.query.after)
      requireOffset(statusAt(own.run, after), after)
      readers.take(request.params.runId, reply.raw)
      own.run.follow(sendStreamHead(reply), after)
      return reply
    }
    const remote = await findRemote(request)
    try {
      readers.take(request.params.runId, reply.raw)
      await followRemote(remote, readOffset(request.query.after), reply)
    } finally {
      remote.release()
    }
    return reply
  })

  app.delete('/api/ai/runs/:runId', async (request: RunRequest, reply) => {
    const own = registry.find(request.params.runId, request.caller.owner)
    if (own) own.reply.stop()
    else {
      const remote = await findRemote(request)
      await remote.stop().finally(remote.release)
    }
    return reply.code(204).send()
  })
}

async function followRemote(
  remote: RemoteRunHandle,
  after: number,
  reply: FastifyReply,
): Promise<void> {
  const status = await remote.waitForOffset(after)
  requireOffset(status, after)
  // Its reader may have left while we waited for the bytes.
  if (reply.raw.destroyed) reply.hijack()
  else if (status.kind === 'finalized') {
    const sink = sendStreamHead(reply)
    sink.write(Buffer.from(status.text))
    sink.end()
  } else remote.follow(sendStreamHead(reply), after)
}

function statusAt({ visible, log }: Run, after: number): OffsetStatus {
  if (after > visible) return { kind: 'past', end: visible }
  return { kind: after < log.start ? 'gone' : 'follow' }
}

/** Throws where reading cannot begin at this offset. */
function requireOffset(status: OffsetStatus, after: number): void {
  switch (status.kind) {
    case 'follow':
    case 'finalized':
      return
    case 'past':
      throw new ProxyError(
        'invalid_request',
        `This reply has ${status.end} bytes, so it cannot be read from byte ${after}. Ask from 0.`,
        { status: 416 },
      )
    case 'gone':
      throw new ProxyError(
        'invalid_request',
        'The beginning of this reply is no longer kept. Ask again.',
        { type: 'not_found_error', status: 404 },
      )
    case 'cut':
      throw new ProxyError(
        'overloaded',
        'This server is going down, or has lost its place in the reply. Try again in a moment.',
        { retryAfterMs: 1000 },
      )
  }
}

function readOffset(value: string | undefined): number {
  if (value === undefined) return 0
  if (!/^\d{1,15}$/.test(value)) {
    throw new ProxyError(
      'invalid_request',
      'after must be a whole number of bytes, such as after=1024.',
    )
  }
  return Number(value)
}
