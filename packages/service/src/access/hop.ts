import { compile } from '@fastify/proxy-addr'
import type { FastifyRequest } from 'fastify'
import type { AccessSettings } from '../settings/access.ts'
import { canonicalAddress, isLoopback } from '../settings/addresses.ts'

/** Where a request comes from, as far as it can be believed. */
export type Hop = {
  /** The client's address in one spelling; that of the socket where nothing better is believed. */
  readonly address: string
  /** The host that the client's browser named. */
  readonly host: string | undefined
  /** Whether the client speaks https, to us or to a hop that we believe. */
  readonly isSecure: boolean
  /** Somebody else than a user of this machine may be asking. */
  readonly isRemote: boolean
}

export type TrustFunction = (address: string, distance: number) => boolean

/** Compiles the list of believed hops, for Fastify's `trustProxy` and for {@link readHop}. */
export function trustOf({ trustProxy }: Pick<AccessSettings, 'trustProxy'>): TrustFunction {
  if (trustProxy === 'any') return (_address, distance) => distance === 0
  const trusted = compile([...trustProxy])
  return (address, distance) => address !== undefined && trusted(address, distance)
}

/** Reads the `X-Forwarded-*` of a believed hop, and nothing of anyone else's. */
export function readHop(
  request: FastifyRequest,
  access: AccessSettings,
  trust: TrustFunction,
): Hop {
  const peer = request.socket.remoteAddress ?? ''
  const isBelieved = trust(peer, 0)
  const forwardedHost = isBelieved ? last(request.headers['x-forwarded-host']) : undefined
  const forwardedProto = isBelieved ? last(request.headers['x-forwarded-proto']) : undefined
  const address = canonicalAddress(request.ip) ?? canonicalAddress(peer) ?? 'unknown'
  const host = forwardedHost ?? request.headers.host
  return {
    address,
    host,
    isSecure: isHttps(request, access, forwardedProto),
    isRemote: isForeign(request, address, host),
  }
}

function isHttps(
  request: FastifyRequest,
  { publicUrl }: AccessSettings,
  forwarded: string | undefined,
): boolean {
  if (publicUrl) return publicUrl.protocol === 'https:'
  return forwarded === undefined ? 'encrypted' in request.socket : forwarded === 'https'
}

/** A hop that is not believed may still say that it speaks for others: limits then hold, for all of them together. */
function isForeign(request: FastifyRequest, address: string, host: string | undefined): boolean {
  const said = last(request.headers['x-forwarded-for'])
  const named = last(request.headers['x-forwarded-host']) ?? host
  return (
    !isLoopback(address) ||
    (said !== undefined && !isLoopback(canonicalAddress(said) ?? said)) ||
    (named !== undefined && !isLoopback(named.replace(/:\d+$/, '')))
  )
}

function last(header: string | string[] | undefined): string | undefined {
  const text = Array.isArray(header) ? header.at(-1) : header
  return text?.split(',').at(-1)?.trim() || undefined
}
