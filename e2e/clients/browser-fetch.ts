/** The part of CORS that decides what a page may send and read, around `fetch`. */
const safeHeaders = ['accept', 'accept-language', 'content-language']
const alwaysReadable = [
  'cache-control',
  'content-language',
  'content-length',
  'content-type',
  'expires',
  'last-modified',
  'pragma',
]

/** Sends as a browser does from a page of `origin`: a preflight first, and only shown headers after. */
export function browserFetch(origin: string): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init)
    const sent = [...request.headers.keys()].filter((name) => !safeHeaders.includes(name))
    const preflight = await fetch(request.url, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': request.method,
        'access-control-request-headers': sent.join(','),
      },
    })
    if (preflight.headers.get('access-control-allow-origin') !== origin) {
      throw new TypeError('blocked: the origin is not allowed')
    }
    const allowed = listOf(preflight, 'access-control-allow-headers')
    const blocked = sent.filter((name) => !allowed.includes(name))
    if (blocked.length > 0) throw new TypeError(`blocked: ${blocked.join(', ')} not allowed`)
    request.headers.set('origin', origin)
    const response = await fetch(request)
    const readable = [...alwaysReadable, ...listOf(response, 'access-control-expose-headers')]
    return new Response(response.body, {
      status: response.status,
      headers: [...response.headers].filter(([name]) => readable.includes(name)),
    })
  }
}

function listOf({ headers }: Response, name: string): string[] {
  return (headers.get(name) ?? '').split(',').map((item) => item.trim().toLowerCase())
}
