import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { createOidcVerifier } from './oidc.ts'

let server: Server | undefined
afterEach(() => {
  server?.close()
})

test('an identity provider that is away is not asked for each nonsense', async () => {
  let asked = 0
  server = createServer((_request, response) => {
    asked += 1
    response.writeHead(500).end('down')
  })
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo // a listening TCP server has this shape
  let now = 0
  const settings = {
    issuer: `http://127.0.0.1:${port}`,
    audience: 'askdesk',
    nameClaim: 'name',
    roleClaim: 'role',
    adminValues: [],
    scopes: 'openid',
    client: undefined,
  }
  const verifier = createOidcVerifier(
    settings as Parameters<typeof createOidcVerifier>[0],
    () => now,
  )
  const codes = new Set<string>()
  for (let times = 0; times < 100; times += 1) {
    await verifier
      .verify('a.b.c')
      .catch((error: { error?: { code: string } }) => codes.add(error.error?.code ?? 'other'))
  }
  expect([...codes]).toEqual(['unavailable'])
  expect(asked).toBe(1)
  now += 5000
  await verifier.verify('a.b.c').catch(() => undefined)
  expect(asked).toBe(2)
})
