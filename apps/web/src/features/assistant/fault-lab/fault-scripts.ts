/** A behaviour of the demo gateway, as its marker in a question names it. */
export type FaultScript = {
  readonly marker: string
  readonly label: string
  /** Visible effect. */
  readonly says: string
}

export const faultScripts: readonly FaultScript[] = [
  fault('slow-first-byte ms=4000', 'Slow start', 'Four seconds of silence, then a good answer.'),
  fault('slow ms=400', 'Slow chunks', 'A piece every 0.4 s: time to scroll, stop or reload.'),
  fault('burst', 'Burst', 'The whole answer in one write.'),
  fault('split-utf8', 'Split UTF-8', 'Every emoji and umlaut cut over two packets.'),
  fault('crlf', 'CRLF', 'Lines that end in carriage return and line feed.'),
  fault('split-frames bytes=5', 'Split events', 'Events in writes of five bytes.'),
  fault('long words=2000', 'Long answer', 'Headings, lists, tables and code, for scrolling.'),
  fault('tiny-chunks n=8000', '8,000 chunks', 'One character each, as fast as they go.'),
  fault('giant-table rows=400', 'Giant table', 'Four hundred rows.'),
  fault('giant-code lines=2000', 'Giant code', 'Two thousand lines in one block.'),
  fault(
    'hostile-markdown',
    'Hostile Markdown',
    'Scripts, handlers and remote images: shown as text.',
  ),
  fault('reasoning', 'Thinking first', 'The model thinks before it answers.'),
  fault('mid-error after=12', 'Error in the middle', 'The provider fails after twelve pieces.'),
  fault('cut after=12', 'Cut off', 'The stream ends without a reason after twelve pieces.'),
  fault('reset after=12', 'Connection reset', 'The line breaks after twelve pieces.'),
  fault('stall after=12', 'Stall', 'Twelve pieces, then nothing: wait, or stop it.'),
  fault('never', 'No answer at all', 'The request is taken and never answered.'),
  fault('429 retryAfter=10', 'Rate limited', 'Refused, with ten seconds to wait.'),
  fault('503', 'Out of service', 'Refused at once; another provider may answer.'),
  fault('529', 'Overloaded', 'Refused at once.'),
  fault('401', 'Key refused', "The provider does not take the proxy's key."),
  fault('400-context', 'Too long', 'The prompt does not fit into the model.'),
  fault('content-filter', 'Filtered', 'A filter stops the answer half-way.'),
  fault('length', 'Length limit', 'The answer reaches its limit: go on with Continue.'),
  fault('fallback', 'Answered by another', 'The gateway falls back, and the answer says so.'),
]

function fault(script: string, label: string, says: string): FaultScript {
  return { marker: `[[demo: ${script}]]`, label, says }
}
