import type { Environment } from '@askdesk/service'

/** Settings that name an upstream to ask. Keys of providers alone do not: nothing says whose gateway. */
const upstreams = ['PORTKEY_API_KEY', 'PORTKEY_BASE_URL', 'PORTKEY_CONFIG']
const demoKeys: Environment = {
  ANTHROPIC_API_KEY: 'demo-key-anthropic',
  OPENAI_API_KEY: 'demo-key-openai',
  GROQ_API_KEY: 'demo-key-groq',
  OPENROUTER_API_KEY: 'demo-key-openrouter',
  AWS_ACCESS_KEY_ID: undefined,
}

/** No proxy of the network leads to the demo gateway, which is on this machine or in its network. */
const withoutProxies: Environment = Object.fromEntries(
  ['https_proxy', 'http_proxy', 'all_proxy']
    .flatMap((name) => [name, name.toUpperCase()])
    .map((name) => [name, undefined]),
)

/**
 * Puts the demo gateway in the place of Portkey where `DEMO_GATEWAY_URL` names it and no setting
 * names another upstream: with keys that open nothing, so that nobody's own travel there.
 */
export function withDemo(env: Environment, warnings: string[]): Environment {
  const url = env['DEMO_GATEWAY_URL']
  if (url === undefined || upstreams.some((name) => env[name] !== undefined)) return env
  const unused = Object.keys(demoKeys).filter((name) => env[name] !== undefined)
  if (unused.length > 0) {
    warnings.push(
      `The demo gateway answers without ${unused.join(', ')}: set PORTKEY_API_KEY for Portkey’s cloud, or PORTKEY_BASE_URL for a gateway of your own.`,
    )
  }
  const files = unused.map((name) => [`${name}_FILE`, undefined])
  return {
    ...env,
    ...demoKeys,
    ...withoutProxies,
    ...Object.fromEntries(files),
    PORTKEY_BASE_URL: url,
    ASKDESK_UPSTREAM: 'demo',
  }
}
