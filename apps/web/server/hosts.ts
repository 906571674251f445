import { isIP } from 'node:net'

/**
 * Which names a page on this machine may be reached by. A foreign name can be made to point at
 * 127.0.0.1, and its page would then pass for ours: so only names of this machine, and those that
 * the operator gives, are answered.
 */
export function createHostCheck(
  listensOn: string,
  allowed: readonly string[],
): (host: string | undefined) => boolean {
  if (!isLocal(listensOn)) return () => true
  return (host) => {
    const name = hostname(host)
    return name !== undefined && (isLocal(name) || allowed.includes(name))
  }
}

function hostname(host: string | undefined): string | undefined {
  const address = `http://${host ?? ''}`
  return host && URL.canParse(address) ? new URL(address).hostname : undefined
}

function isLocal(name: string): boolean {
  const bare = name.replace(/^\[|\]$/g, '')
  return (
    bare === 'localhost' ||
    bare.endsWith('.localhost') ||
    bare === '::1' ||
    (isIP(bare) === 4 && bare.startsWith('127.'))
  )
}
