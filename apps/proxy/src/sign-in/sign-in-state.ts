import { randomBytes } from 'node:crypto'
import { deriveKey } from '@askdesk/service'
import { EncryptJWT, jwtDecrypt } from 'jose'
import { z } from 'zod'

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
export function createStateSeal(sessionKey: string | undefined) {
  const key = sessionKey === undefined ? randomBytes(32) : deriveKey(sessionKey, 'sign-in state')
  return {
    seal: (state: SignInState): Promise<string> =>
      new EncryptJWT(state)
        .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
        .setExpirationTime(`${signInSeconds}s`)
        .encrypt(key),
    async open(sealed: string | undefined): Promise<SignInState | undefined> {
      if (sealed === undefined) return undefined
      try {
        const { payload } = await jwtDecrypt(sealed, key, {
          keyManagementAlgorithms: ['dir'],
          contentEncryptionAlgorithms: ['A256GCM'],
        })
        return stateSchema.safeParse(payload).data
      } catch {
        return undefined
      }
    },
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
