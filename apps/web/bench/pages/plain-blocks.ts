import type { ComparisonPage } from './page.ts'
import { streamReply } from './stream.ts'

/** One element for each part between blank lines: the least a page with layout per block can cost. */
export const page: ComparisonPage = (list, before, history) => {
  for (const text of before) createMessage(list)(text)
  return async (prompt) => {
    createMessage(list)(prompt)
    const append = createMessage(list)
    for await (const deltas of streamReply(prompt, history)) {
      for (const delta of deltas) append(delta)
      list.scrollTop = list.scrollHeight
    }
  }
}

function createMessage(list: HTMLElement): (text: string) => void {
  const message = document.createElement('div')
  list.append(message)
  let block = createBlock(message)
  let lineFeeds = 0
  return (text) => {
    for (const part of text.split(/(\n+)/)) {
      if (part === '') continue
      if (part.startsWith('\n')) {
        lineFeeds += part.length
        continue
      }
      if (lineFeeds > 1 && block.length > 0) block = createBlock(message)
      else if (lineFeeds === 1) block.appendData('\n')
      lineFeeds = 0
      block.appendData(part)
    }
  }
}

function createBlock(message: HTMLElement): Text {
  const element = document.createElement('div')
  element.className = 'text'
  const text = document.createTextNode('')
  element.append(text)
  message.append(element)
  return text
}
