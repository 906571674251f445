import type { Environment } from '@askdesk/service'

/** A proxy of the network's through which the gateway is asked, and the hosts that are asked directly. */
export type Egress = { readonly url: URL; readonly except: string }

/** As curl and most programs read them: the small form goes first. */
export const egressNames = [
  'https_proxy',
  'HTTPS_PROXY',
  'http_proxy',
  'HTTP_PROXY',
  'all_proxy',
  'ALL_PROXY',
  'no_proxy',
  'NO_PROXY',
] as const

/** Finds the proxy that the environment names for an address. Undefined where it names none. */
export function readEgress(
  env: Environment,
  target: URL | undefined,
  problems: string[],
): Egress | undefined {
  if (target === undefined) return undefined
  const names =
    target.protocol === 'https:'
      ? ['https_proxy', 'HTTPS_PROXY', 'all_proxy', 'ALL_PROXY']
      : ['http_proxy', 'HTTP_PROXY', 'all_proxy', 'ALL_PROXY']
  const name = names.find((candidate) => env[candidate]?.trim())
  if (name === undefined) return undefined
  const value = env[name]?.trim() ?? ''
  const address = value.includes('://') ? value : `http://${value}`
  const url = URL.canParse(address) ? new URL(address) : undefined
  if (!url || !/^https?:$/.test(url.protocol) || url.hostname === '') {
    problems.push(
      `${name} is not the address of an HTTP proxy. Write it like http://proxy.example.com:3128.`,
    )
    return undefined
  }
  return { url, except: env['no_proxy'] ?? env['NO_PROXY'] ?? '' }
}

/** The password at the proxy, as it stands in the address and as it is meant. */
export function secretsOfEgress(egress: Egress | undefined): string[] {
  if (!egress?.url.password) return []
  const { username, password } = egress.url
  const plain = decodeURIComponent(password)
  return [
    password,
    plain,
    Buffer.from(`${decodeURIComponent(username)}:${plain}`).toString('base64'),
  ]
}
