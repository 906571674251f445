import type { FastifyInstance, FastifyRequest } from 'fastify'
import { ServiceError } from '../errors.ts'
import type { AccessSettings } from '../settings/access.ts'
import { isLoopback } from '../settings/addresses.ts'
import { readHop, trustOf } from './hop.ts'
import { createHostCheck } from './hosts.ts'
import { mayCall } from './origins.ts'
import type { RefusalReason, Refusals } from './refusals.ts'

export type DoorOptions = { readonly access: AccessSettings; readonly refusals: Refusals }

/**
 * Refuses requests under a foreign `Host` (DNS rebinding) and from foreign pages (CSRF), on every
 * bind. Comes before everything else that could answer.
 */
export function registerDoor(app: FastifyInstance, { access, refusals }: DoorOptions): void {
  const isOurs = createHostCheck(access)
  const trust = trustOf(access)
  app.decorateRequest('hop')

  app.addHook('onRequest', async (request) => {
    request.hop = readHop(request, access, trust)
    const refuse = (reason: RefusalReason): void =>
      refusals.record({
        reason,
        address: request.hop.address,
        method: request.method,
        route: request.routeOptions.url,
      })
    if (countHosts(request) !== 1) {
      throw new ServiceError('invalid_request', 'A request needs exactly one Host header.')
    }
    // Both names count: the one that the nearest hop asked, and the one that the browser named to it.
    if (!isOurs(request.headers.host) || !isOurs(request.hop.host)) {
      refuse('wrong_host')
      throw wrongHost(access)
    }
    if (!mayCall(provenanceOf(request), rulesFor(request, access))) {
      refuse('forbidden_origin')
      throw new ServiceError(
        'forbidden_origin',
        'Pages of this origin may not use this service. Ask the operator to set PUBLIC_URL to the address of the page, or to add the origin to CORS_ORIGINS.',
      )
    }
  })
}

function countHosts({ raw }: FastifyRequest): number {
  return raw.rawHeaders.filter((name, index) => index % 2 === 0 && name.toLowerCase() === 'host')
    .length
}

function wrongHost({ service }: AccessSettings): ServiceError {
  const where = service === 'web' ? 'Use http://localhost' : 'Use the name of this machine'
  return new ServiceError(
    'wrong_host',
    `This name is not one of this server. ${where}, or ask the operator to set PUBLIC_URL or to add the name to ALLOWED_HOSTS.`,
  )
}

function provenanceOf({ method, headers }: FastifyRequest) {
  return {
    method,
    origin: headers.origin,
    secFetchSite: textOf(headers['sec-fetch-site']),
    secFetchMode: textOf(headers['sec-fetch-mode']),
    secFetchDest: textOf(headers['sec-fetch-dest']),
  }
}

function rulesFor(
  { hop }: FastifyRequest,
  { corsOrigins, publicUrl, allowedHosts }: AccessSettings,
) {
  return {
    allowed: corsOrigins,
    own: hop.host && `${hop.isSecure ? 'https' : 'http'}://${hop.host.toLowerCase()}`,
    publicOrigin: publicUrl?.origin,
    // Other programs of this machine have pages under its names, too.
    names: allowedHosts.filter((name) => !isLoopback(name)),
  }
}

function textOf(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header
}
