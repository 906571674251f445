import { createHash } from 'node:crypto'

/**
 * Names of everything that replicas share. A run is a hash with its facts and a few strings with
 * its bytes, each `segmentBytes` long: bytes are addressed by their offset, so writing a stretch
 * twice does no harm and dropping the oldest is deleting a key.
 */
export const segmentBytes = 256 * 1024

/** Pattern of run ids: nothing else is ever made part of a key. */
export const runIdPattern = /^[\w-]{16,64}$/

export function runKey(id: string): string {
  return `askdesk:run:{${id}}`
}

export function segmentKey(id: string, index: number): string {
  return `askdesk:run:{${id}}:${index}`
}

/** Keys of the segments that hold `[from, to)`. */
export function segmentKeys(id: string, from: number, to: number): string[] {
  const first = Math.floor(from / segmentBytes)
  const last = Math.floor(Math.max(from, to - 1) / segmentBytes)
  return Array.from({ length: last - first + 1 }, (_, index) => segmentKey(id, first + index))
}

/** Where a run's bytes are announced as they come. */
export function runChannel(id: string): string {
  return `askdesk:run:{${id}}:live`
}

/** There as long as the replica is alive. */
export function replicaKey(replica: string): string {
  return `askdesk:replica:${replica}`
}

/** Where a replica hears what others want of its runs. */
export function replicaChannel(replica: string): string {
  return `askdesk:replica:${replica}:calls`
}

/** Fingerprint of a run's owner: no name is stored. */
export function ownerMark(owner: string): string {
  return createHash('sha256').update(`askdesk owner\n${owner}`).digest('base64url')
}
