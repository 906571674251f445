import { expect, test } from 'vitest'
import { defaultCatalogue, resolveRoute } from '@askdesk/providers'
import fastify from 'fastify'
import { errorFromConnection } from '../errors/connection-error.ts'
import { logRefusal } from './run-log-line.ts'

const asked = { providerId: 'groq', label: 'Groq', model: 'llama', traceId: 't-1' }

test.each([
  ['SELF_SIGNED_CERT_IN_CHAIN', true],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', true],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', true],
  ['ERR_TLS_CERT_ALTNAME_INVALID', false],
])(
  '%s is a certificate that is not trusted; the log names NODE_EXTRA_CA_CERTS: %s',
  (code, isNamed) => {
    const lines: string[] = []
    const app = fastify({ logger: { stream: { write: (line: string) => void lines.push(line) } } })
    const error = errorFromConnection(Object.assign(new Error('no'), { code }), asked)
    const routed = resolveRoute(defaultCatalogue, 'groq', 'auto', new Date())
    if (!routed.ok) throw new Error('no route')
    logRefusal(app.log, error, routed.route, false)
    expect(error.message).toContain('no certificate that can be trusted')
    expect(lines.join().includes('NODE_EXTRA_CA_CERTS')).toBe(isNamed)
  },
)
