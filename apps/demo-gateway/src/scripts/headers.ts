import { gzipSync } from 'node:zlib'
import { providerErrorBody } from '../wire/errors.ts'
import { answerEvents, openStream, sendEvents } from './perform.ts'
import type { Script } from './types.ts'

export const hugeHeaders: Script = {
  name: 'huge-headers',
  about: 'A good reply under far too many bytes of headers',
  parameters: { bytes: { about: 'how many', default: 65_536 } },
  async play(stage) {
    openStream(stage, { 'x-filler': 'f'.repeat(stage.values.number('bytes')) })
    await sendEvents(stage, answerEvents(stage))
    stage.exchange.end()
  },
}

export const hostileHeaders: Script = {
  name: 'set-cookie',
  about: 'A good reply under headers that no browser should ever see from it',
  async play(stage) {
    openStream(stage, {
      'set-cookie': ['session=stolen; Path=/; HttpOnly', 'theme=dark; Domain=example.com'],
      'access-control-allow-origin': '*',
      'access-control-allow-credentials': 'true',
      'content-security-policy': "default-src 'none'",
      'clear-site-data': '"*"',
      'strict-transport-security': 'max-age=31536000',
      refresh: '0; url=https://example.com/',
      link: '<https://example.com/x.js>; rel=preload; as=script',
      'www-authenticate': 'Basic realm="demo"',
      server: 'cloudflare',
      'x-powered-by': 'demo',
    })
    await sendEvents(stage, answerEvents(stage))
    stage.exchange.end()
  },
}

export const gzipError: Script = {
  name: 'gzip',
  about: 'An error under content-encoding: gzip: well packed, not packed at all, or a bomb',
  parameters: { kind: { about: 'good, false or bomb', default: 'good' } },
  playWhole: 'same',
  async play(stage) {
    const error = JSON.stringify(
      providerErrorBody(stage.request.family, {
        status: 503,
        message: 'The engine is currently overloaded',
        type: 'service_unavailable',
        code: null,
      }),
    )
    stage.exchange.head(503, {
      'content-type': 'application/json',
      'content-encoding': 'gzip',
    })
    const kind = stage.values.text('kind')
    if (kind === 'false') return stage.exchange.end(error)
    // A bomb unpacks to 64 MiB.
    stage.exchange.end(gzipSync(kind === 'bomb' ? Buffer.alloc(67_108_864, ' ') : error))
  },
}
