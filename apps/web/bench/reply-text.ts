/** Words that a page must show for a reply to be whole. */
export const markers = { start: 'Alpha-Start', middle: 'Mitte-Middle', end: 'Omega-End' } as const

const charactersPerChunk = 4

/** One section, about half a kilobyte: what models write, of every kind of block. */
function section(number: number): string {
  const kind = number % 4
  const head = `## Step ${number}: what to look at\n\nThe account was **moved on day ${number}**, so the *old* address still answers; see [the notes](https://example.org/notes/${number}) and \`config.${number}.json\`.`
  const blocks = [
    `- Check the **queue**, then the log\n- Ask for the \`trace\` of call ${number}\n- Compare both sides\n  - first the time\n  - then the amount`,
    `| field | before | after |\n| --- | ---: | --- |\n| status | ${number} | open |\n| owner | 17 | Lena |\n| amount | 4${number} | 5${number} |`,
    `\`\`\`ts\nconst limit = ${number}\nfor (const item of items) {\n  if (item.age > limit) await retry(item, { limit })\n}\n\`\`\``,
    `1. Stop the import\n2. Wait for the **second** mail\n3. Start it again with \`--from=${number}\``,
  ]
  const tail = `If that does not help, the next place is the gateway: it keeps ~~nine~~ ten minutes of what it saw, and says who answered, when and how long it took.`
  return `${head}\n\n${blocks[kind]}\n\n${tail}\n\n`
}

/** The text of a reply of so many chunks, cut into them. */
export function replyChunks(chunks: number): string[] {
  const length = chunks * charactersPerChunk
  const end = `\n\nThat is all: ${markers.end}.`
  let text = `# Report\n\nFirst of all: ${markers.start}.\n\n`
  let hasMiddle = false
  for (let number = 1; text.length < length; number++) {
    if (!hasMiddle && text.length >= length / 2 - 400) {
      text += `Half of it is said: ${markers.middle}.\n\n`
      hasMiddle = true
    }
    text += section(number)
  }
  const whole = text.slice(0, length - end.length).trimEnd()
  // A cut table row or an open fence would be drawn as each page likes.
  const closed = whole.slice(0, whole.lastIndexOf('\n\n'))
  const fences = closed.split('```').length - 1
  const body = fences % 2 === 0 ? closed : `${closed}\n\`\`\``
  const padding = 'More of the same follows here. '.repeat(200)
  const room = length - body.length - end.length - 2
  const filled = room > 40 ? `${body}\n\n${padding.slice(0, room).trimEnd()}` : body
  return cut(filled + end, chunks)
}

/** The earlier exchanges of a conversation with history. */
export function historyExchanges(messages: number): { question: string; answer: string }[] {
  return Array.from({ length: messages / 2 }, (_, index) => ({
    question: historyQuestion(index),
    answer: historyAnswer(index),
  }))
}

export function historyQuestion(index: number): string {
  return `[[bench history=${index}]] What about step ${index}?`
}

export function historyAnswer(index: number): string {
  return section(index + 1).trim()
}

function cut(text: string, chunks: number): string[] {
  return Array.from({ length: chunks }, (_, index) =>
    text.slice(
      Math.round((index * text.length) / chunks),
      Math.round(((index + 1) * text.length) / chunks),
    ),
  )
}
