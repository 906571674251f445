import { isIPv6 } from 'node:net'

/**
 * What limits are counted by: who is signed in, else the address. A household or a server has a
 * whole IPv6 /64, so that is one client.
 */
export function clientKey(owner: string, address: string): string {
  if (owner !== 'anonymous') return owner
  if (!isIPv6(address) || address.startsWith('::ffff:')) return `address:${address}`
  return `address:${networkOf(address)}::/64`
}

function networkOf(address: string): string {
  const [head = '', tail = ''] = address.split('::')
  const front = head === '' ? [] : head.split(':')
  const back = tail === '' ? [] : tail.split(':')
  const zeros = Array.from({ length: Math.max(0, 8 - front.length - back.length) }, () => '0')
  return [...front, ...zeros, ...back].slice(0, 4).join(':')
}
