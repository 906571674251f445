import { useEffect, useRef } from 'react'
import type { Reply } from './conversation.ts'

const spokenCharacters = 2000

/**
 * Tells those who cannot see it what happens: that an answer is on its way, then the answer, once
 * and whole. Reading every piece as it comes would only stammer.
 */
export function Announcer({ reply }: { reply: Reply | undefined }) {
  const region = useRef<HTMLOutputElement>(null)
  const before = useRef({ id: '', status: '' })
  const id = reply?.id ?? ''
  const status = reply?.status ?? ''
  const text = reply?.text ?? ''
  useEffect(() => {
    const last = before.current
    before.current = { id, status }
    if (!region.current || id !== last.id || status === last.status) return
    const words = wordsFor(status, text)
    if (words !== null) region.current.textContent = words
  }, [id, status, text])
  return <output ref={region} className="visually-hidden" aria-live="polite" />
}

function wordsFor(status: string, text: string): string | null {
  if (status === 'answering') return 'Answering'
  if (status === 'stopped') return 'Stopped'
  return status === 'sending' || status === 'waiting' ? null : spokenText(text)
}

/** Markdown without its marks: a reader would spell them out. */
function spokenText(text: string): string {
  const plain = text
    .replaceAll(/```[^\n]*\n[\s\S]*?(?:```|$)/g, ' (code) ')
    .replaceAll(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll(/^\s*(?:[#>]+|[-*+])\s+/gm, '')
    .replaceAll(/[*_`~|]+/g, ' ')
    .trim()
  return plain.length > spokenCharacters ? `${plain.slice(0, spokenCharacters)}…` : plain
}
