export type TicketMessageText = {
  readonly at: string
  readonly kind: string
  readonly author: string
  readonly body: string
}

/** A ticket as it was fenced into a message; every field may be missing. */
export type TicketText = {
  readonly id: string | undefined
  readonly subject: string | undefined
  readonly status: string | undefined
  readonly priority: string | undefined
  readonly requester: string | undefined
  readonly language: string | undefined
  readonly tags: readonly string[]
  readonly messages: readonly TicketMessageText[]
}

// A fence that was never closed (a context cut to size) runs to the end of the message.
const fence =
  /^[ \t]*<ticket(?:\s+id="?#?([^">\s]*)"?)?[^>\n]*>[ \t]*$([\s\S]*?)(?:^[ \t]*<\/ticket>[ \t]*$|(?![\s\S]))/gim
const header = /^(subject|status|priority|requester|language|tags)\s*:\s*(.*)$/i
const opening = /^\[(\d{4}-\d{2}-\d{2}[^\]]*)\]\s+(customer|agent|note|system)\b\s*(.*?)\s*:?\s*$/i

/** The tickets fenced in a text, in order, read leniently. */
export function parseTickets(text: string): TicketText[] {
  return [...text.matchAll(fence)].map(([, id, inside]) => parseTicket(id, inside ?? ''))
}

/** A text without the tickets fenced in it: what the person wrote themselves. */
export function withoutTickets(text: string): string {
  return text.replace(fence, '').trim()
}

function parseTicket(id: string | undefined, inside: string): TicketText {
  const headers = new Map<string, string>()
  const messages: { at: string; kind: string; author: string; lines: string[] }[] = []
  for (const line of inside.split(/\r?\n/)) {
    const start = opening.exec(line)
    const current = messages.at(-1)
    const field = header.exec(line)
    if (start) {
      const [, at = '', kind = '', author = ''] = start
      messages.push({ at, kind: kind.toLowerCase(), author, lines: [] })
    } else if (current) current.lines.push(line)
    else if (field?.[1]) headers.set(field[1].toLowerCase(), (field[2] ?? '').trim())
  }
  return {
    id: id || undefined,
    subject: headers.get('subject') || undefined,
    status: headers.get('status') || undefined,
    priority: headers.get('priority') || undefined,
    requester: headers.get('requester')?.replace(/\s*<[^>]*>\s*$/, '') || undefined,
    language: headers.get('language')?.toLowerCase().slice(0, 2) || undefined,
    tags: (headers.get('tags') ?? '').split(/\s*,\s*/).filter((tag) => tag !== ''),
    messages: messages.map(({ lines, ...message }) => ({
      ...message,
      body: lines.join('\n').trim(),
    })),
  }
}
