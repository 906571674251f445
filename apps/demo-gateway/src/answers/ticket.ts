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

/** The last ticket fenced in a text, read leniently; undefined if there is none. */
export function parseTicket(text: string): TicketText | undefined {
  const found = [...text.matchAll(fence)].at(-1)
  if (!found) return undefined
  const [, id, inside = ''] = found
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
  const requester = headers.get('requester')?.replace(/\s*<[^>]*>\s*$/, '')
  return {
    id: id || undefined,
    subject: headers.get('subject') || undefined,
    status: headers.get('status') || undefined,
    priority: headers.get('priority') || undefined,
    requester: requester || undefined,
    language: headers.get('language')?.toLowerCase() || undefined,
    tags: (headers.get('tags') ?? '').split(/\s*,\s*/).filter((tag) => tag !== ''),
    messages: messages.map(({ lines, ...message }) => ({
      ...message,
      body: lines.join('\n').trim(),
    })),
  }
}

/** A text without the tickets fenced in it: what the person wrote themselves. */
export function withoutTickets(text: string): string {
  return text.replace(fence, '').trim()
}
