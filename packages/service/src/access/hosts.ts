import { isIP } from 'node:net'
import type { AccessSettings } from '../settings/access.ts'
import { isLoopback } from '../settings/addresses.ts'

export type HostRules = Pick<AccessSettings, 'host' | 'service' | 'allowedHosts' | 'publicUrl'>

/**
 * Tells whether a service may answer under a `Host`. DNS rebinding makes a foreign name point at
 * an address of ours, and its page would pass for ours: so only names of this machine, those that
 * the operator gives, and on a network bind addresses (rebinding needs a name) and the service's
 * own name among containers are answered.
 */
export function createHostCheck(rules: HostRules): (host: string | undefined) => boolean {
  const names = new Set([...rules.allowedHosts, rules.publicUrl?.hostname].filter(Boolean))
  const isNetworkBind = !isLoopback(rules.host)
  return (host) => {
    const name = hostname(host)
    if (name === undefined) return false
    if (isLoopback(name) || names.has(name)) return true
    return isNetworkBind && (name === rules.service || isIP(name.replace(/^\[|\]$/g, '')) !== 0)
  }
}

/** The name in a `Host` header as a browser would write it, or undefined for what is no host. */
function hostname(host: string | undefined): string | undefined {
  if (host === undefined || host === '' || /[/\\?#@\s,]/.test(host)) return undefined
  const address = `http://${host}`
  return URL.canParse(address) ? new URL(address).hostname.replace(/\.$/, '') : undefined
}
