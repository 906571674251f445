import ipaddr from 'ipaddr.js'
import { canonicalAddress } from '../settings/addresses.ts'

/**
 * Names what limits are counted by: who is signed in, else the address. A household or a server has
 * a whole IPv6 /64, so that is one client, however its address is spelt.
 */
export function clientKey(owner: string, address: string): string {
  if (owner !== 'anonymous') return owner
  const canonical = canonicalAddress(address)
  if (canonical === undefined) return 'address:unknown'
  const parsed = ipaddr.parse(canonical)
  if (!(parsed instanceof ipaddr.IPv6)) return `address:${canonical}`
  return `address:${parsed.parts
    .slice(0, 4)
    .map((part) => part.toString(16))
    .join(':')}::/64`
}
