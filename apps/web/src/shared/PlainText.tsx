import { linkParts } from './links/link-parts.ts'
import { VisiblePieces } from './text/ForeignText.tsx'

/**
 * Text as it was written, with its line breaks; nothing in it is markup, only addresses are links.
 * Hidden characters are seen, and no link can turn round what stands beside it.
 */
export function PlainText({ text }: { text: string }) {
  return (
    <VisiblePieces text={text} place="body">
      {(plain) => <Linked text={plain} />}
    </VisiblePieces>
  )
}

function Linked({ text }: { text: string }) {
  let offset = 0
  return linkParts(text).map((part) => {
    const key = offset
    offset += part.text.length
    if (part.href === undefined) return part.text
    return (
      <a key={key} href={part.href} target="_blank" rel="noopener noreferrer nofollow">
        <bdi>{part.text}</bdi>
      </a>
    )
  })
}
