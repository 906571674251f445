import { linkParts } from './link-parts.ts'

/** Text as it was written, with its line breaks; nothing in it is markup, only addresses are links. */
export function PlainText({ text }: { text: string }) {
  let offset = 0
  return linkParts(text).map((part) => {
    const key = offset
    offset += part.text.length
    if (part.href === undefined) return part.text
    return (
      <a key={key} href={part.href} target="_blank" rel="noopener noreferrer nofollow">
        {part.text}
      </a>
    )
  })
}
