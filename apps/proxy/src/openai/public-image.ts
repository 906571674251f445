import { isIP } from 'node:net'

const picture = /^data:image\/(?:png|jpe?g|gif|webp);base64,/i
/** Names that lead into a machine's own network. */
const inside = /(?:^|\.)(?:localhost|local|internal|lan|home|corp|intranet|arpa)$/i

/**
 * Says whether a picture may be named to the gateway, which may fetch it from within its own network
 * (server-side request forgery): by a name with a dot on the usual port, without credentials.
 * Drawings (SVG) can hold programs and are no pictures here.
 */
export function isPublicImage(address: string): boolean {
  if (picture.test(address)) return true
  if (!URL.canParse(address)) return false
  const { protocol, hostname, username, password, port } = new URL(address)
  const host = hostname.replace(/\.$/, '')
  const isAddress = host.startsWith('[') || isIP(host) !== 0
  return (
    protocol === 'https:' &&
    username === '' &&
    password === '' &&
    port === '' &&
    !isAddress &&
    host.includes('.') &&
    !inside.test(host)
  )
}
