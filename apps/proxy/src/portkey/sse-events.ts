/** One server-sent event: its name (`message` when none was given) and its data lines joined. */
export type SseEvent = { readonly name: string; readonly data: string }

/**
 * The events of a whole text, by the WHATWG grammar (LF, CRLF and CR end a line, a blank line ends
 * an event). An event without its closing blank line counts too: a cut stream's last words matter.
 *
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream
 */
export function parseSseText(text: string): SseEvent[] {
  const events: SseEvent[] = []
  let name = ''
  let data: string[] = []
  const dispatch = (): void => {
    if (data.length > 0) events.push({ name: name || 'message', data: data.join('\n') })
    name = ''
    data = []
  }
  for (const line of text.split(/\r\n|\n|\r/)) {
    if (line === '') dispatch()
    else if (line.startsWith('data:')) data.push(fieldValue(line, 5))
    else if (line.startsWith('event:')) name = fieldValue(line, 6)
  }
  dispatch()
  return events
}

function fieldValue(line: string, from: number): string {
  return line.slice(line[from] === ' ' ? from + 1 : from)
}
