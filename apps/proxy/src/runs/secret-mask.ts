import type { RunLog } from './run-log.ts'

/**
 * Finds secrets in the bytes of a stream, wherever they are cut. `scan` masks what lies between two
 * offsets and says how far the bytes may be shown: what could be the beginning of a secret waits
 * for what follows.
 */
export type SecretMask = { scan(log: RunLog, from: number, to: number): number }

const newline = 10

export function createSecretMask(secrets: readonly string[]): SecretMask {
  const needles = secretForms(secrets)
  const overlap = Math.max(0, ...needles.map((needle) => needle.length - 1))

  return {
    scan(log, from, to) {
      if (needles.length === 0) return to
      maskWithin(log, Math.max(log.start, from - overlap), to)
      // Secrets hold no line break, and nearly every batch of events ends with one.
      if (log.at(to - 1) === newline) return to
      return to - longestOpenPrefix(log.copy(to - overlap, to))
    },
  }

  function maskWithin(log: RunLog, from: number, to: number): void {
    for (let offset = from; offset < to;) {
      const piece = log.read(offset, to)
      if (!piece) return
      for (const needle of needles) {
        for (
          let found = piece.indexOf(needle);
          found !== -1;
          found = piece.indexOf(needle, found)
        ) {
          piece.fill('*', found, found + needle.length)
        }
      }
      offset += piece.length
      if (offset < to) maskAcross(log, offset)
    }
  }

  /** Slabs are not contiguous, so their seams are looked at in a copy. */
  function maskAcross(log: RunLog, seam: number): void {
    const from = Math.max(log.start, seam - overlap)
    const stitched = log.copy(from, Math.min(log.end, seam + overlap))
    for (const needle of needles) {
      const found = stitched.indexOf(needle)
      if (found !== -1) log.mask(from + found, from + found + needle.length)
    }
  }

  function longestOpenPrefix(tail: Buffer): number {
    for (let length = Math.min(overlap, tail.length); length > 0; length -= 1) {
      const suffix = tail.subarray(tail.length - length)
      if (
        needles.some(
          (needle) => needle.length > length && needle.subarray(0, length).equals(suffix),
        )
      ) {
        return length
      }
    }
    return 0
  }
}

/** Masks secrets in a text that is whole. */
export function maskText(text: string, secrets: readonly string[]): string {
  return secretForms(secrets).reduce(
    (masked, form) => masked.replaceAll(form.toString(), '***'),
    text,
  )
}

/** A secret as it is, in base64 and URL-coded. Very short values would mask ordinary text. */
function secretForms(secrets: readonly string[]): Buffer[] {
  const forms = secrets
    .filter((secret) => secret.length >= 8)
    .flatMap((secret) => [
      secret,
      encodeURIComponent(secret),
      Buffer.from(secret).toString('base64').replace(/=+$/, ''),
    ])
  return [...new Set(forms)].map((form) => Buffer.from(form))
}
