import { Skeleton } from '@mantine/core'
import type { Column } from './columns.ts'
import styles from './TicketTable.module.css'

const placeholders = Array.from({ length: 12 }, (_, index) => index)

/** Rows in the shape of what is coming. */
export function SkeletonRows({ columns }: { columns: Column[] }) {
  return (
    <tbody aria-hidden="true">
      {placeholders.map((row) => (
        <tr key={row}>
          {columns.map((column) => (
            <td key={column.id} className={styles['placeholder']}>
              <Skeleton height={10} width={`${45 + ((row * 17 + column.id.length * 11) % 45)}%`} />
            </td>
          ))}
        </tr>
      ))}
    </tbody>
  )
}
