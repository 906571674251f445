import type { SessionRecord, SessionStore } from './sessions.ts'

/** So many sessions are kept at the most; the oldest go first. */
const capacity = 10_000

/** Keeps sessions in this process: they end with it, and no other service knows them. */
export function createMemoryStore(): SessionStore {
  const records = new Map<string, SessionRecord>()
  const disabled = new Set<string>()
  return {
    kind: 'memory',
    async put(key, record) {
      records.set(key, record)
      if (records.size <= capacity) return
      for (const [oldest] of records) {
        records.delete(oldest)
        break
      }
    },
    get: async (key) => records.get(key),
    async remove(key) {
      records.delete(key)
    },
    async setDisabled(owner, isDisabled) {
      if (isDisabled) disabled.add(owner)
      else disabled.delete(owner)
    },
    isDisabled: async (owner) => disabled.has(owner),
    close() {},
  }
}
