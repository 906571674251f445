export type MailPart = {
  readonly kind: 'text' | 'code' | 'quote' | 'signature'
  readonly text: string
}

type Kind = MailPart['kind']

/** Longer than any sign of a quote, a signature or a log: what comes after it in a line is not looked at. */
const looked = 240
/** A shorter quote between answers is what they answer to. */
const shortQuote = 2
/** Lines of the longest signature: a longer text is none, whatever stands before it. */
const longestSignature = 15

/**
 * A mail in parts: what its author wrote, code and logs, what was quoted, and the signature. Joined
 * they are the mail. Each line is looked at once, and only its beginning.
 */
export function mailParts(body: string): readonly MailPart[] {
  const lines = body.split(/\r\n?|\n/)
  const kinds = kindsOf(lines.map((line) => line.slice(0, looked).trimEnd()))
  const hasText = kinds.some((kind, index) => isWritten(kind) && lines[index]?.trim() !== '')
  const parts: { kind: Kind; lines: string[] }[] = []
  for (const [index, line] of lines.entries()) {
    const found = kinds[index] ?? 'text'
    // A mail that is nothing but a quote is shown.
    const kind = hasText || isWritten(found) ? found : 'text'
    const last = parts.at(-1)
    // A blank line is part of the quote or signature above it.
    const goesOn = last && (last.kind === kind || (line.trim() === '' && !isWritten(last.kind)))
    if (goesOn) last.lines.push(line)
    else parts.push({ kind, lines: [line] })
  }
  return parts.map(({ kind, lines: held }) => ({ kind, text: held.join('\n') }))
}

function isWritten(kind: Kind): boolean {
  return kind === 'text' || kind === 'code'
}

function kindsOf(lines: readonly string[]): Kind[] {
  const kinds: Kind[] = lines.map(() => 'text')
  const end = markForwarded(lines, kinds)
  markQuotes(lines, kinds, end)
  markSignature(lines, kinds, end)
  markCode(lines, kinds, end)
  return kinds
}

const separator = /^\s*(?:-{3,}|_{3,})\s*\p{L}[\p{L}\s'’]{2,40}(?:-{3,}|_{3,})$/u
const sender =
  /^\s*\*?(?:From|Von|De|Da|Van|Od|Fra|Från|От|Από|差出人|发件人|寄件者|보낸 사람)\*?\s*[:：]/i
const header = /^\s*\*?\p{L}[\p{L}\s'’]{0,20}\*?\s*[:：]\s*\S/u

/** Marks the mail that a client put below the answer, to the end. Gives where it begins. */
function markForwarded(lines: readonly string[], kinds: Kind[]): number {
  const start = lines.findIndex((line, index) => {
    if (separator.test(line))
      return lines.slice(index + 1, index + 4).some((next) => header.test(next))
    const next = lines.slice(index + 1, index + 4)
    return sender.test(line) && next.filter((other) => header.test(other)).length >= 2
  })
  if (start === -1) return lines.length
  const rule = lines[start - 1]
  const from = rule !== undefined && /^\s*_{8,}$/.test(rule) ? start - 1 : start
  kinds.fill('quote', from)
  return from
}

/** Marks runs of lines with `>`, and the line above them that says who wrote them and when. */
function markQuotes(lines: readonly string[], kinds: Kind[], end: number): void {
  const isQuote = (index: number): boolean => /^\s{0,3}>/.test(lines[index] ?? '')
  const isBlank = (index: number): boolean => lines[index] === ''
  let from = 0
  while (from < end) {
    if (!isQuote(from)) {
      from += 1
      continue
    }
    let to = from
    // A blank line inside of a quote does not end it.
    while (to < end && (isQuote(to) || (isBlank(to) && isQuote(to + 1)))) to += 1
    let rest = to
    while (rest < end && isBlank(rest)) rest += 1
    const isLast = rest === end || /^-- ?$/.test(lines[rest] ?? '')
    if (isLast || to - from > shortQuote) kinds.fill('quote', introOf(lines, from), to)
    from = to
  }
}

/** `On Monday, 3 November 2025 at 10:00, Ana wrote:` in any language, over one line or two. */
function introOf(lines: readonly string[], quote: number): number {
  let at = quote - 1
  if (lines[at] === '') at -= 1
  const line = lines[at] ?? ''
  if (!/[:：]$/.test(line) || !/[\d@]/.test(line + (lines[at - 1] ?? ''))) return quote
  return !/\d{4}|\d[.:]\d\d/.test(line) && /\d/.test(lines[at - 1] ?? '') ? at - 1 : at
}

const device =
  /^(?:Sent from|Sent with|Get Outlook|Von meinem|Gesendet|Envoyé d|Enviado d|Inviato da|Verzonden|Wysłane|Отправлено|送信|发自|iPhoneから送信)/i

function markSignature(lines: readonly string[], kinds: Kind[], end: number): void {
  let last = end - 1
  while (last >= 0 && (lines[last] === '' || kinds[last] === 'quote')) last -= 1
  const start = kinds.lastIndexOf('text', last)
  if (start === -1) return
  let from = device.test(lines[last] ?? '') ? last : -1
  for (let at = last; at >= 0 && last - at <= longestSignature; at -= 1) {
    if (kinds[at] === 'text' && /^-- ?$/.test(lines[at] ?? '')) from = at
  }
  if (from === -1) return
  for (let at = from; at <= last; at += 1) if (kinds[at] === 'text') kinds[at] = 'signature'
}

const logLine =
  /^\s*(?:\[?\d{4}-\d\d-\d\d[T ]\d\d:\d\d|\[?\d\d:\d\d:\d\d|\[?(?:TRACE|DEBUG|INFO|WARN|WARNING|ERROR|FATAL)\b|at \S+ ?\(|File "|Traceback |Caused by: |[A-Z]\w+(?:Error|Exception): |\$ \S|(?:GET|POST|PUT|PATCH|DELETE) \/|HTTP\/\d|[{}[\]]+,?$|"[\w-]+": )/
const indented = /^(?: {4}|\t)\s*\S/

/** Marks what stands between fences, and two lines or more in a row that look like a log or code. */
function markCode(lines: readonly string[], kinds: Kind[], end: number): void {
  let at = 0
  while (at < end) {
    const fence = /^\s{0,3}(```+|~~~+)/.exec(lines[at] ?? '')?.[1]
    const from = at
    if (kinds[at] === 'text' && fence !== undefined) {
      at = endOfFence(lines, from, end, fence)
      kinds.fill('code', from, at)
      continue
    }
    while (at < end && kinds[at] === 'text' && isCode(lines[at] ?? '', at > from)) at += 1
    if (at - from >= 2) kinds.fill('code', from, at)
    else at = from + 1
  }
}

function endOfFence(lines: readonly string[], from: number, end: number, fence: string): number {
  for (let at = from + 1; at < end; at += 1) {
    if (lines[at]?.trimStart().startsWith(fence)) return at + 1
  }
  return end
}

/** Lines that are set in go with the log above them. */
function isCode(line: string, isInside: boolean): boolean {
  return (
    logLine.test(line) ||
    (isInside ? indented.test(line) : /^(?: {4}|\t)\s*\S+[=(){};<>/\\|]/.test(line))
  )
}
