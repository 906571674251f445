import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'

/** Whether a host name or address can only mean this machine. IPv6 may stand in brackets. */
export function isLoopback(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '').toLowerCase()
  return (
    bare === 'localhost' ||
    bare.endsWith('.localhost') ||
    bare === '::1' ||
    (isIP(bare) === 4 && bare.startsWith('127.'))
  )
}

const groups = ['loopback', 'linklocal', 'uniquelocal']

/** Why an entry of a list of trusted hops cannot be used, or undefined for a good one. */
export function faultOfNetwork(entry: string): string | undefined {
  if (groups.includes(entry)) return undefined
  if (!entry.includes('/')) {
    return isIP(entry) === 0 ? 'is not an address' : undefined
  }
  if (!ipaddr.isValidCIDR(entry)) return 'is not a network'
  const [, bits] = ipaddr.parseCIDR(entry)
  return bits === 0 ? 'would believe everybody' : undefined
}

/** One spelling for one address: IPv6 shortened, IPv4 inside IPv6 as IPv4, a port left out. */
export function canonicalAddress(text: string): string | undefined {
  const bare = /^\[([^\]]+)\](?::\d+)?$/.exec(text)?.[1] ?? text.replace(/^([\d.]+):\d+$/, '$1')
  if (isIP(bare) === 0) return undefined
  return ipaddr.process(bare).toString()
}
