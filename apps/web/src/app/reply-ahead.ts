/** Type-ahead: buffers keys for a reply whose box is not there yet. */
export type ReplyAhead = {
  /** Whether a key is taken while a ticket loads: no shortcut, and no scrolling of the page. */
  take: (ticketId: number, key: string, shortcut: string) => boolean
  /** Empties the buffer: the keys after `r` for this ticket, null when nobody asked for the box. */
  collect: (ticketId: number | null) => string | null
}

/**
 * Letters that are pressed while a ticket loads are never shortcuts: whoever presses `r` goes on with
 * the answer to a customer. Keys after `r` wait for the box, earlier ones are dropped.
 */
export function createReplyAhead(): ReplyAhead {
  let kept: { ticketId: number; text: string } | null = null
  return {
    take(ticketId, key, shortcut) {
      if (kept?.ticketId !== ticketId) kept = null
      const isLetter = [...key].length === 1
      if (kept === null) {
        if (shortcut.toLowerCase() === 'r') kept = { ticketId, text: '' }
        return isLetter
      }
      if (key === 'Escape') kept = null
      else if (isLetter) kept.text += key
      else if (key === 'Enter') kept.text += '\n'
      else if (key === 'Backspace') kept.text = [...kept.text].slice(0, -1).join('')
      else return key.startsWith('Arrow')
      return key !== 'Escape'
    },
    collect(ticketId) {
      const text = kept !== null && kept.ticketId === ticketId ? kept.text : null
      kept = null
      return text
    },
  }
}
