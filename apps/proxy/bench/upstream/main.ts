import net from 'node:net'
import { clock } from '../wire/chunks.ts'
import { planSchema, type Plan, type UpstreamReport } from '../wire/process-messages.ts'
import { createAnswerer } from './answers.ts'
import { createRequestCounter } from './request-counter.ts'

/**
 * The upstream of all targets: bare sockets, replies made beforehand, so that it costs less than
 * anything that stands before it. It is told over its IPC channel how to answer.
 */
let plan: Plan = { kind: 'one' }
const report = { open: 0, requests: 0, abandoned: 0, lastAbandonedAt: 0, sentBytes: 0 }
const answering = new Set<net.Socket>()
const answerer = createAnswerer((bytes) => (report.sentBytes += bytes))

const server = net.createServer({ noDelay: true }, (socket) => {
  const countRequests = createRequestCounter()
  socket.on('data', (bytes: Buffer) => {
    for (let left = countRequests(bytes); left > 0; left -= 1) {
      report.requests += 1
      report.open += 1
      answering.add(socket)
      answerer.answer(socket, plan, () => {
        report.open -= 1
        answering.delete(socket)
      })
    }
  })
  socket.on('error', () => undefined)
  socket.on('close', () => {
    answerer.forget(socket)
    if (!answering.delete(socket)) return
    report.open -= 1
    report.abandoned += 1
    report.lastAbandonedAt = clock()
  })
})

process.on('message', (message: unknown) => {
  const parsed = planSchema.safeParse(message)
  if (parsed.success) {
    plan = parsed.data
    // Ends streams that a target left running, as they would burden the next measure.
    for (const socket of answering) socket.destroy()
    answering.clear()
    report.open = report.requests = report.abandoned = report.lastAbandonedAt = report.sentBytes = 0
  }
  process.send?.(report satisfies UpstreamReport)
})
process.on('disconnect', () => process.exit(0))
server.listen(Number(process.argv[2]), '127.0.0.1', 4096, () => process.send?.(report))
