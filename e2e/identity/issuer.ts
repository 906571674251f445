import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Provider } from 'oidc-provider'

export type Issuer = {
  readonly url: string
  readonly clientId: string
  readonly clientSecret: string
  close(): void
}

export type IssuerOptions = {
  /** Where the page takes a person back. */
  readonly redirectUri: string
  /** How long an ID token, and so a session, lives, in seconds. */
  readonly idTokenSeconds: number
}

/** A real OpenID provider: anybody may sign in under any name, and is asked whether they mean it. */
export async function startIssuer(options: IssuerOptions): Promise<Issuer> {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo // a listening TCP server has this shape
  const url = `http://localhost:${port}`
  const clientId = 'askdesk'
  const clientSecret = 'a-client-secret-of-the-tests'
  const provider = new Provider(url, {
    clients: [
      { client_id: clientId, client_secret: clientSecret, redirect_uris: [options.redirectUri] },
    ],
    pkce: { required: () => true },
    claims: { openid: ['sub'], profile: ['name', 'groups'], email: ['email'] },
    conformIdTokenClaims: false,
    ttl: { IdToken: options.idTokenSeconds },
    findAccount: (_context, id) => ({
      accountId: id,
      claims: () => ({
        sub: id,
        name: `Name of ${id}`,
        email: `${id}@example.com`,
        groups: id === 'ada' ? ['support-admins'] : [],
      }),
    }),
  })
  const handle = provider.callback()
  server.on('request', (request, response) => void handle(request, response))
  return {
    url,
    clientId,
    clientSecret,
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}

/** Settings of every service that believe this issuer. */
export function issuerSettings({ url, clientId, clientSecret }: Issuer): Record<string, string> {
  return {
    OIDC_ISSUER: url,
    OIDC_CLIENT_ID: clientId,
    OIDC_CLIENT_SECRET: clientSecret,
    OIDC_NAME_CLAIM: 'name',
    OIDC_ROLE_CLAIM: 'groups',
    OIDC_ADMIN_VALUES: 'support-admins',
  }
}
