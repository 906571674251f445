import { replyEvents } from '../../wire/reply-events.ts'
import { codeOf, longText, tableOf, wordsOf } from './bulk-text.ts'
import { shapeOf, streamReply } from '../perform.ts'
import type { ParameterSpec, Script } from '../types.ts'

/** Big answers, for scrolling, memory and speed. */
export const bulkScripts: readonly Script[] = [
  says(
    'long',
    'A long answer with headings, lists, tables, quotations and code',
    (words) => longText(words),
    {
      words: { about: 'about how many words', default: 3000 },
    },
  ),
  says('one-paragraph', 'One paragraph without an end in sight', (words) => wordsOf(words), {
    words: { about: 'how many words', default: 2000 },
  }),
  says('giant-table', 'A table of very many rows', (rows) => tableOf(rows, 8), {
    rows: { about: 'how many rows', default: 400 },
  }),
  says('giant-code', 'A very long block of code', (lines) => codeOf(lines), {
    lines: { about: 'how many lines', default: 2000 },
  }),
  {
    name: 'tiny-chunks',
    about: 'Very many events of one character each, as fast as they go',
    parameters: { n: { about: 'how many', default: 20_000 } },
    text: (_request, values) => digits(values.number('n')),
    play: (stage) => {
      const pieces = Array.from(digits(stage.values.number('n')))
      return streamReply({ ...stage, pace: 0 }, replyEvents(shapeOf(stage), stage.reply, pieces))
    },
  },
  {
    name: 'big-event',
    about: 'One event with a text of very many bytes',
    parameters: { bytes: { about: 'how many', default: 1_048_576 } },
    text: (_request, values) => 'x'.repeat(values.number('bytes')),
    play: (stage) =>
      streamReply({ ...stage, pace: 0 }, replyEvents(shapeOf(stage), stage.reply, [stage.text])),
  },
]

function says(
  name: string,
  about: string,
  text: (size: number) => string,
  parameters: Readonly<Record<string, ParameterSpec>>,
): Script {
  const [size = ''] = Object.keys(parameters)
  return {
    name,
    about,
    parameters,
    text: (_request, values) => text(values.number(size)),
    play: (stage) => streamReply(stage),
  }
}

function digits(count: number): string {
  return '0123456789'.repeat(Math.ceil(count / 10)).slice(0, count)
}
