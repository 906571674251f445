import type { MarkedToken, Token, Tokens } from 'marked'
import { createContext, Fragment, memo, useContext, type ReactNode } from 'react'
import { linkParts } from '../links/link-parts.ts'
import { textDirection } from '../text/text-direction.ts'
import { CodeBlock } from './CodeBlock.tsx'
import { decodeEntities } from './parse/entities.ts'
import type { FootnoteReferenceToken, FootnoteToken } from './parse/footnotes.ts'
import { Footnote, FootnoteReference } from './Footnotes.tsx'
import { limits } from './parse/limits.ts'
import styles from './Markdown.module.css'
import type { MathToken } from './parse/math.ts'
import { MathText } from './MathText.tsx'
import { inlineTokens } from './parse/parse.ts'
import type { SmallMarkupToken } from './parse/small-markup.ts'
import { disguisedTarget, safeHref } from './safe-link.ts'
import { TextWithTickets, TicketLinkContext } from './TextWithTickets.tsx'

/**
 * Draws tokens as elements of a closed set. Nothing of the text ever becomes HTML, an attribute
 * other than a checked address, or a request.
 */
export function renderTokens(tokens: readonly Token[], depth = 0): ReactNode {
  // Keys by place: while a text grows only its last token changes.
  // oxlint-disable-next-line react/no-array-index-key
  return inlineTokens(tokens).map((token, index) => (
    <Fragment key={index}>{renderToken(token, depth)}</Fragment>
  ))
}

type ExtensionToken = MathToken | FootnoteToken | FootnoteReferenceToken | SmallMarkupToken

function renderToken(anyToken: Token, depth: number): ReactNode {
  // Besides marked's own tokens there are those of our extensions, and no others.
  const token = anyToken as MarkedToken | ExtensionToken
  if (depth > limits.depth * 3) return token.raw
  const inner = (tokens: readonly Token[]): ReactNode => renderTokens(tokens, depth + 1)
  switch (token.type) {
    case 'paragraph':
      return <p dir="auto">{inner(token.tokens)}</p>
    case 'heading':
      return <Heading level={token.depth}>{inner(token.tokens)}</Heading>
    case 'list':
      return <List token={token} depth={depth + 1} />
    case 'blockquote':
      return <blockquote dir={textDirection(token.text)}>{inner(token.tokens)}</blockquote>
    case 'code':
      return <CodeBlock code={token.text} language={token.lang?.split(/\s/)[0] ?? ''} />
    case 'table':
      return <Table token={token} depth={depth + 1} />
    case 'hr':
      return <hr />
    case 'text':
      if (token.tokens) return inner(token.tokens)
      return <TextWithLinks text={decodeEntities(token.text)} />
    case 'escape':
      return token.text
    case 'html':
      return token.raw
    case 'strong':
      return <strong>{inner(token.tokens)}</strong>
    case 'em':
      return <em>{inner(token.tokens)}</em>
    case 'del':
      return <del>{inner(token.tokens)}</del>
    case 'codespan':
      return <code dir="ltr">{token.text}</code>
    case 'br':
      return <br />
    case 'link':
      return (
        <SafeLink href={decodeEntities(token.href)} text={token.text}>
          {inner(token.tokens)}
        </SafeLink>
      )
    case 'image':
      // An image would be a request to whoever the text names.
      return (
        <SafeLink href={decodeEntities(token.href)} text={token.text}>
          {token.text || token.href}
        </SafeLink>
      )
    case 'math':
    case 'mathBlock':
      return <MathText tex={token.tex} isBlock={token.type === 'mathBlock'} />
    case 'smallMarkup':
      return <token.tag>{inner(token.tokens)}</token.tag>
    case 'footnoteReference':
      return <FootnoteReference label={token.label} raw={token.raw} />
    case 'footnote':
      return <Footnote label={token.label}>{inner(token.tokens)}</Footnote>
    case 'checkbox':
    case 'list_item':
    case 'space':
    case 'def':
      return null
    default:
      return token satisfies never
  }
}

/** Addresses in a text, found by the same rules as in a customer's mail. */
function TextWithLinks({ text }: { text: string }) {
  return linkParts(text).map(({ text: part, href }, index) =>
    href === undefined ? (
      // oxlint-disable-next-line react/no-array-index-key
      <TextWithTickets key={index} text={part} />
    ) : (
      // oxlint-disable-next-line react/no-array-index-key
      <SafeLink key={index} href={href} text={part}>
        {part}
      </SafeLink>
    ),
  )
}

const InsideLinkContext = createContext(false)

type SafeLinkProps = { href: string; text: string; children: ReactNode }

function SafeLink({ href, text, children }: SafeLinkProps) {
  const isInsideLink = useContext(InsideLinkContext)
  const safe = safeHref(href)
  if (safe === null || isInsideLink) return <>{children}</>
  const target = disguisedTarget(decodeEntities(text), safe)
  return (
    // Its text is what the contexts hold.
    // oxlint-disable-next-line jsx-a11y/control-has-associated-label
    <a href={safe} target="_blank" rel="noopener noreferrer nofollow">
      <InsideLinkContext value={true}>
        <TicketLinkContext value={undefined}>{children}</TicketLinkContext>
      </InsideLinkContext>
      {target !== undefined && (
        <>
          {' '}
          <span dir="auto" className={styles['target']}>
            ({target})
          </span>
        </>
      )}
    </a>
  )
}

/** How deep the first heading of a text is: it comes next after the drawer's title, at whatever depth. */
export const FirstHeadingContext = createContext(1)

/** The page and the drawer have titles of their own, and no level between is left out. */
function Heading({ level, children }: { level: number; children: ReactNode }) {
  const below = level - useContext(FirstHeadingContext)
  const className = styles[`heading${Math.min(level, 4)}`]
  if (below <= 0)
    return (
      <h3 dir="auto" className={className}>
        {children}
      </h3>
    )
  if (below === 1)
    return (
      <h4 dir="auto" className={className}>
        {children}
      </h4>
    )
  if (below === 2)
    return (
      <h5 dir="auto" className={className}>
        {children}
      </h5>
    )
  return (
    <h6 dir="auto" className={className}>
      {children}
    </h6>
  )
}

/** The block is still being written, so that its end is drawn in another way than it will be. */
export const OpenBlockContext = createContext(false)

function List({ token, depth }: { token: Tokens.List; depth: number }) {
  const open = useContext(OpenBlockContext) ? token.items.length - 1 : undefined
  const items = token.items.map((item, index) => (
    <ListItem
      // oxlint-disable-next-line react/no-array-index-key
      key={index}
      item={item}
      raw={item.raw}
      isOpen={index === open}
      isLoose={token.loose}
      depth={depth}
    />
  ))
  const direction = textDirection(token.items[0]?.text ?? '')
  if (!token.ordered) return <ul dir={direction}>{items}</ul>
  return (
    <ol dir={direction} start={token.start === '' ? 1 : token.start}>
      {items}
    </ol>
  )
}

type ListItemProps = {
  item: Tokens.ListItem
  raw: string
  isOpen: boolean
  isLoose: boolean
  depth: number
}

/** Drawn again only when its own text has changed: lists are the longest blocks that grow. */
const ListItem = memo(
  function ListItem({ item, depth }: ListItemProps) {
    const content = renderTokens(item.tokens, depth)
    const direction = textDirection(item.text)
    if (!item.task) return <li dir={direction}>{content}</li>
    return (
      <li className={styles['task']} dir={direction}>
        <input
          type="checkbox"
          checked={item.checked ?? false}
          disabled
          readOnly
          aria-label="Done"
        />
        <div>{content}</div>
      </li>
    )
  },
  (before, after) =>
    before.raw === after.raw &&
    before.isOpen === after.isOpen &&
    before.isLoose === after.isLoose &&
    before.depth === after.depth,
)

function Table({ token, depth }: { token: Tokens.Table; depth: number }) {
  const open = useContext(OpenBlockContext) ? token.rows.length - 1 : undefined
  return (
    <TableFrame direction={textDirection(token.header.map(({ text }) => text).join(' '))}>
      <TableHead cells={token.header} depth={depth} />
      <tbody>
        {token.rows.map((row, index) => (
          <TableRow
            // oxlint-disable-next-line react/no-array-index-key
            key={index}
            row={row}
            raw={row.map((cell) => cell.text).join('|')}
            isOpen={index === open}
          />
        ))}
      </tbody>
    </TableFrame>
  )
}

export type TableFrameProps = { readonly direction: 'rtl' | 'ltr'; readonly children: ReactNode }

export function TableFrame({ direction, children }: TableFrameProps) {
  return (
    // Wide tables scroll by themselves; the keyboard needs to get there too.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={styles['tableFrame']} dir={direction} tabIndex={0}>
      <table>{children}</table>
    </div>
  )
}

export function TableHead({ cells, depth = 0 }: { cells: Tokens.TableCell[]; depth?: number }) {
  return (
    <thead>
      <tr>
        {cells.map((cell, index) => (
          // oxlint-disable-next-line react/no-array-index-key
          <th key={index} scope="col" dir="auto" data-align={cell.align ?? undefined}>
            {renderTokens(cell.tokens, depth)}
          </th>
        ))}
      </tr>
    </thead>
  )
}

type TableRowProps = { row: readonly Tokens.TableCell[]; raw: string; isOpen?: boolean }

export const TableRow = memo(
  function TableRow({ row }: TableRowProps) {
    return (
      <tr>
        {row.map((cell, index) => (
          // oxlint-disable-next-line react/no-array-index-key
          <td key={index} dir="auto" data-align={cell.align ?? undefined}>
            {renderTokens(cell.tokens)}
          </td>
        ))}
      </tr>
    )
  },
  (before, after) => before.raw === after.raw && before.isOpen === after.isOpen,
)
