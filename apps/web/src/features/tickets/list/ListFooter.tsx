import { Button, Loader } from '@mantine/core'
import { errorMessage } from '../../../shared/http/errors.ts'
import type { useTicketList } from '../queries.ts'
import styles from './TicketListPane.module.css'

export type ListFooterProps = {
  list: ReturnType<typeof useTicketList>
  shown: number
  total: number
}

/** Below the rows: what is still to come, or why no more came. */
export function ListFooter({ list, shown, total }: ListFooterProps) {
  if (list.isFetchNextPageError) {
    return (
      <div className={styles['footer']} role="alert">
        {errorMessage(list.error)}
        <Button size="compact-sm" variant="default" onClick={() => void list.fetchNextPage()}>
          Load more tickets
        </Button>
      </div>
    )
  }
  if (list.isRefetchError) {
    return (
      <div className={styles['footer']} role="alert">
        These rows may be old. {errorMessage(list.error)}
        <Button size="compact-sm" variant="default" onClick={() => void list.refetch()}>
          Reload tickets
        </Button>
      </div>
    )
  }
  if (list.isFetchingNextPage) {
    return (
      <div className={styles['footer']}>
        <Loader size="xs" color="gray" /> Loading more tickets…
      </div>
    )
  }
  if (list.hasNextPage) {
    return (
      <div className={styles['footer']}>
        {shown.toLocaleString('en')} of {total.toLocaleString('en')}
        <Button size="compact-sm" variant="subtle" onClick={() => void list.fetchNextPage()}>
          Load more tickets
        </Button>
      </div>
    )
  }
  return null
}
