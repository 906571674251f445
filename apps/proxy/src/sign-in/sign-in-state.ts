import { EncryptJWT, jwtDecrypt } from 'jose'
import { z } from 'zod'
import type { SignInKeys } from './sign-in-keys.ts'

const stateSchema = z.object({
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  returnTo: z.string(),
})
/** Facts of a sign-in under way, which the callback has to match. */
export type SignInState = z.infer<typeof stateSchema>

/** How long a person may take at the identity provider, in seconds. */
export const signInSeconds = 600

/**
 * Seals the state of a sign-in for the browser to carry: nothing is kept here for somebody who never
 * comes back, and with a shared key any replica can take the callback.
 */
export function createStateSeal(keys: SignInKeys) {
  return {
    async seal(state: SignInState): Promise<string> {
      const [key] = await keys()
      return new EncryptJWT(state)
        .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
        .setExpirationTime(`${signInSeconds}s`)
        .encrypt(key)
    },
    async open(sealed: string | undefined): Promise<SignInState | undefined> {
      if (sealed === undefined) return undefined
      for (const key of await keys()) {
        const state = await decrypt(sealed, key)
        if (state) return state
      }
      return undefined
    },
  }
}

async function decrypt(sealed: string, key: Uint8Array): Promise<SignInState | undefined> {
  try {
    const { payload } = await jwtDecrypt(sealed, key, {
      keyManagementAlgorithms: ['dir'],
      contentEncryptionAlgorithms: ['A256GCM'],
    })
    return stateSchema.safeParse(payload).data
  } catch {
    return undefined
  }
}

/** A path of the page to go back to; anything that could lead elsewhere (open redirect) is the start page. */
export function localPath(value: unknown): string {
  if (typeof value !== 'string' || !/^\/(?![/\\])[\x21-\x7e]{0,2000}$/.test(value)) return '/'
  const url = new URL(value, 'http://page.invalid')
  return url.host === 'page.invalid' && !url.pathname.startsWith('/api/')
    ? `${url.pathname}${url.search}`
    : '/'
}
