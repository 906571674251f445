import { createHash, randomBytes } from 'node:crypto'
import { roleSchema } from '@askdesk/contracts'
import { z } from 'zod'

/** How long a browser stays signed in at the most, in seconds. */
export const sessionSeconds = 12 * 60 * 60

const sessionRecordSchema = z.object({
  owner: z.string(),
  name: z.string(),
  role: roleSchema,
  mail: z.string().optional(),
  /** The credential that it was traded for; when that is withdrawn, so is the session. */
  credential: z.string(),
  /** Milliseconds since 1970. */
  expiresAt: z.number(),
})
export type SessionRecord = z.infer<typeof sessionRecordSchema>

/** Where records are kept. Keys are hashes: who reads the store cannot sign in with what stands there. */
export type SessionStore = {
  readonly kind: 'redis' | 'folder' | 'memory'
  put(key: string, record: SessionRecord): Promise<void>
  get(key: string): Promise<SessionRecord | undefined>
  remove(key: string): Promise<void>
  /** People that an admin has shut out, by owner. */
  setDisabled(owner: string, disabled: boolean): Promise<void>
  isDisabled(owner: string): Promise<boolean>
  close(): void
}

/**
 * Sessions of the page. The browser holds an opaque random id in a cookie that scripts cannot read;
 * all that it stands for is on the server, so a session can be ended there.
 */
export type Sessions = {
  readonly store: SessionStore
  /** Opens a session and returns its id. It lives as long as its source, and 12 hours at the most. */
  open(
    record: Omit<SessionRecord, 'expiresAt'>,
    sourceExpiresAt: number | undefined,
  ): Promise<Opened>
  find(id: string): Promise<SessionRecord | undefined>
  end(id: string): Promise<void>
}

export type Opened = { readonly id: string; readonly seconds: number }

const idPattern = /^[\w-]{43}$/

export function createSessions(store: SessionStore, now: () => number = Date.now): Sessions {
  return {
    store,
    async open(record, sourceExpiresAt) {
      const id = randomBytes(32).toString('base64url')
      const openedAt = now()
      const longest = openedAt + sessionSeconds * 1000
      const expiresAt = Math.min(longest, sourceExpiresAt ?? longest)
      await store.put(keyOf(id), { ...record, expiresAt })
      return { id, seconds: Math.max(0, Math.floor((expiresAt - openedAt) / 1000)) }
    },
    async find(id) {
      if (!idPattern.test(id)) return undefined
      const record = await store.get(keyOf(id))
      return record !== undefined && record.expiresAt > now() ? record : undefined
    },
    async end(id) {
      if (idPattern.test(id)) await store.remove(keyOf(id))
    },
  }
}

function keyOf(id: string): string {
  return createHash('sha256').update('askdesk session\n').update(id).digest('base64url')
}

/** A record as it was stored, or undefined for what is none. */
export function parseRecord(text: string): SessionRecord | undefined {
  try {
    return sessionRecordSchema.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}
