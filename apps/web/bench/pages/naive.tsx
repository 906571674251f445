import { memo, useEffect, useRef, useState } from 'react'
import { createRoot } from 'react-dom/client'
import Markdown from 'react-markdown'
import remarkGfm from 'remark-gfm'
import type { ComparisonPage } from './page.ts'
import { streamReply } from './stream.ts'

let setMessages: (update: (messages: readonly string[]) => readonly string[]) => void

/** The usual page: a state update for each chunk, react-markdown, messages memoised. */
export const page: ComparisonPage = (list, before, history) => {
  createRoot(list).render(<List before={before} scroller={list} />)
  return async (prompt) => {
    setMessages((messages) => [...messages, prompt, ''])
    for await (const deltas of streamReply(prompt, history)) {
      for (const delta of deltas) {
        setMessages((messages) => [...messages.slice(0, -1), `${messages.at(-1) ?? ''}${delta}`])
      }
    }
  }
}

function List({ before, scroller }: { before: readonly string[]; scroller: HTMLElement }) {
  const [messages, set] = useState(before)
  const end = useRef(scroller)
  useEffect(() => {
    setMessages = set
  }, [])
  useEffect(() => {
    end.current.scrollTop = end.current.scrollHeight
  })
  return messages.map((text, index) => (
    // Messages are only ever added.
    // oxlint-disable-next-line react/no-array-index-key
    <Message key={index} text={text} />
  ))
}

const Message = memo(function Message({ text }: { text: string }) {
  return (
    <div>
      <Markdown remarkPlugins={[remarkGfm]}>{text}</Markdown>
    </div>
  )
})
