/** The first sentence of a text, cut to a length that fits a line. */
export function firstSentence(text: string, limit = 180): string {
  const line = text
    .replace(/```[\s\S]*?```/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  const sentence = /^.{12,}?[.!?。！？](?=\s|$|[^\s\d.])/u.exec(line)?.[0] ?? line
  return shorten(sentence, limit)
}

const greeting =
  /^(?:hi|hello|hey|dear|good (?:morning|day|evening)|hallo|guten tag|sehr geehrte|bonjour|hola|buen[oa]s|olá|oi|bom dia|dzień dobry|cześć|こんにちは|お世話になって)[^.!?]{0,60}[,!.。、]?$/i

/** A line a machine wrote. */
export const logLine =
  /^(?:\s*at .+\(.+\)|\s+File ".+|\[?\d{4}-\d\d-\d\d[T ]\d\d:\d\d.*|(?:ERROR|WARN|INFO|DEBUG|FATAL)\b.*|Traceback.*|\w*(?:Error|Exception): .*)$/

/** The sentences of a text, without code, logs and greetings. */
export function sentences(text: string): string[] {
  return text
    .slice(0, 20_000)
    .replace(/```[\s\S]*?```/g, '\n')
    .split('\n')
    .filter((line) => !logLine.test(line))
    .flatMap((line) => line.split(/(?<=[.!?])\s+|(?<=[。！？])/u))
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== '' && !greeting.test(sentence))
}

/** The first sentence that says something: not a greeting, not a word of thanks, not a lead-in. */
export function keySentence(text: string, limit = 180): string {
  const all = sentences(text)
  return shorten(all.find(isTelling) ?? all[0] ?? firstSentence(text), limit)
}

/** Counted in bytes: languages without spaces say as much in half the characters. */
function isTelling(sentence: string): boolean {
  return Buffer.byteLength(sentence) >= 25 && !/[:：]$/.test(sentence)
}

/** Cuts between characters as people see them and says that it did. */
export function shorten(text: string, limit: number): string {
  if (text.length <= limit) return text
  // A person's character is a few code units; more of a long text need not be looked at.
  const start = text.slice(0, limit * 12)
  const characters = Array.from(new Intl.Segmenter().segment(start), (part) => part.segment)
  return characters.length <= limit
    ? text
    : `${characters
        .slice(0, limit - 1)
        .join('')
        .trimEnd()}…`
}

/** A text as a Markdown quotation. */
export function quotation(text: string): string {
  return text
    .split(/\r?\n/)
    .map((line) => `> ${line}`.trimEnd())
    .join('\n')
}

/** A value that cannot break out of its table cell. */
export function cell(text: string, empty = '–'): string {
  return text.replace(/\s+/g, ' ').replace(/\|/g, '\\|').trim() || empty
}

export function bullets(lines: readonly string[]): string {
  return lines.map((line) => `- ${line}`).join('\n')
}

/** `#1042`, or words where the number is missing. */
export function ticketName(id: string | undefined): string {
  return id ? `#${id}` : 'this ticket'
}
