import { memo } from 'react'
import { textDirection } from '../text/text-direction.ts'
import { groupRows } from './long-table.ts'
import { renderTokens, TableFrame, TableHead, TableRow } from './MarkdownTokens.tsx'
import { parseMarkdown, type LinkDefinitions } from './parse/parse.ts'

type LongTableProps = { text: string; links: LinkDefinitions }

/** A table of very many rows: as it grows, only its last few rows are parsed and drawn. */
export function LongTable({ text, links }: LongTableProps) {
  const { head, groups } = groupRows(text)
  const [table] = parseMarkdown(head, links)
  // A head and a rule that do not fit together are no table.
  if (table?.type !== 'table') return renderTokens(parseMarkdown(text, links))
  return (
    <TableFrame direction={textDirection(head)}>
      <MemoHead head={head} links={links} />
      <tbody>
        {groups.map((rows, index) => (
          // oxlint-disable-next-line react/no-array-index-key
          <RowGroup key={index} head={head} rows={rows} links={links} />
        ))}
      </tbody>
    </TableFrame>
  )
}

const MemoHead = memo(function MemoHead({ head, links }: { head: string; links: LinkDefinitions }) {
  const [table] = parseMarkdown(head, links)
  return table?.type === 'table' ? <TableHead cells={table['header']} /> : null
})

type RowGroupProps = { head: string; rows: string; links: LinkDefinitions }

const RowGroup = memo(function RowGroup({ head, rows, links }: RowGroupProps) {
  const [table] = parseMarkdown(`${head}\n${rows}`, links)
  if (table?.type !== 'table') return null
  return rowsOf(table['rows'])
})

function rowsOf(rows: Parameters<typeof TableRow>[0]['row'][]) {
  return rows.map((row, index) => (
    // oxlint-disable-next-line react/no-array-index-key
    <TableRow key={index} row={row} raw={row.map((cell) => cell.text).join('|')} />
  ))
}
