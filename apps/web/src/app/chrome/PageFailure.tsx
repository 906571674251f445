import { Button } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { ListMessage } from '../../features/tickets/list/ListMessage.tsx'

/** Stands where a part of the page failed to draw itself. */
export function PageFailure() {
  return (
    <ListMessage
      icon={<IconAlertTriangle size={22} />}
      tone="failure"
      title="This part of the page has failed"
      action={<Button onClick={() => location.reload()}>Reload the page</Button>}
    >
      It is a fault in Askdesk, not in what you did. What you wrote is kept.
    </ListMessage>
  )
}
