import { createNeedleSearch } from './needle-search.ts'
import type { RunLog } from '../run-log/run-log.ts'
import { secretForms } from './secret-forms.ts'

/**
 * Finds secrets in the bytes of a stream, wherever they are cut. `scan` masks what lies between two
 * offsets and says how far the bytes may be shown: what could be the beginning of a secret waits
 * for what follows.
 */
export type SecretMask = { scan(log: RunLog, from: number, to: number): number }

/** Hides secrets; made once, it serves all streams. */
export type Masking = {
  readonly stream: SecretMask
  /** Masks secrets in a text that is whole. */
  readonly text: (text: string) => string
  /** Hides these as well from now on, in streams that begin later: a key was read again from its file. */
  add(secrets: readonly string[]): void
}

const newline = 10

export function createMasking(secrets: readonly string[]): Masking {
  let forms: string[] = []
  let stream = createSecretMask([])
  const add = (more: readonly string[]): void => {
    const found = secretForms(more).filter((form) => !forms.includes(form))
    if (found.length === 0) return
    forms = [...forms, ...found]
    stream = createSecretMask(forms.map((form) => Buffer.from(form)))
  }
  add(secrets)
  return {
    get stream() {
      return stream
    },
    text: (text) =>
      forms.reduce(
        (masked, form) => (masked.includes(form) ? masked.replaceAll(form, '***') : masked),
        text,
      ),
    add,
  }
}

function createSecretMask(needles: readonly Buffer[]): SecretMask {
  const search = createNeedleSearch(needles)
  const overlap = Math.max(0, search.longest - 1)

  return {
    scan(log, from, to) {
      if (search.longest === 0) return to
      maskWithin(log, Math.max(log.start, from - overlap), to)
      // Secrets hold no line break, and nearly every batch of events ends with one.
      if (log.at(to - 1) === newline) return to
      return to - search.openAtEnd(log.copy(to - overlap, to))
    },
  }

  function maskWithin(log: RunLog, from: number, to: number): void {
    for (let offset = from; offset < to;) {
      const slab = log.slabAt(offset)
      if (!slab) return
      const { bytes } = slab
      const limit = Math.min(slab.length, to - slab.offset)
      for (let found = search.find(bytes, offset - slab.offset, limit); found;) {
        const end = found.at + found.length
        bytes.fill('*', found.at, end)
        found = search.find(bytes, end, limit)
      }
      offset = slab.offset + limit
      if (offset < to) maskAcross(log, offset)
    }
  }

  /** Slabs are not contiguous, so their seams are looked at in a copy. */
  function maskAcross(log: RunLog, seam: number): void {
    const from = Math.max(log.start, seam - overlap)
    const stitched = log.copy(from, Math.min(log.end, seam + overlap))
    const { length } = stitched
    for (
      let found = search.find(stitched, 0, length);
      found;
      found = search.find(stitched, found.at + 1, length)
    ) {
      log.mask(from + found.at, from + found.at + found.length)
    }
  }
}
