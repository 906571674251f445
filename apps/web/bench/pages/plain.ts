import type { ComparisonPage } from './page.ts'
import { streamReply } from './stream.ts'

/** Plain text: one text node for the whole reply. */
export const page: ComparisonPage = (list, before, history) => {
  for (const text of before) add(list, text)
  return async (prompt) => {
    add(list, prompt)
    const text = add(list, '')
    for await (const deltas of streamReply(prompt, history)) {
      for (const delta of deltas) text.appendData(delta)
      list.scrollTop = list.scrollHeight
    }
  }
}

function add(list: HTMLElement, content: string): Text {
  const message = document.createElement('div')
  message.className = 'text'
  const text = document.createTextNode(content)
  message.append(text)
  list.append(message)
  return text
}
