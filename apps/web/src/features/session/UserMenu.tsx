import { ActionIcon, Menu } from '@mantine/core'
import '@mantine/core/styles/Popover.layer.css'
import '@mantine/core/styles/Menu.layer.css'
import { IconLogout, IconUserCircle, IconUsers } from '@tabler/icons-react'
import { notifyError } from '../../shared/notices/notify.ts'
import { useSession } from './use-session.ts'

/** Says who is signed in, and holds the way out. */
export function UserMenu() {
  const { session, signOut } = useSession()
  const name = session?.name ?? 'unknown'
  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          aria-label={`Account of ${name}`}
          title={name}
        >
          <IconUserCircle size={20} stroke={1.7} aria-hidden="true" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <bdi>{name}</bdi>
          {session?.role && ` · ${session.role}`}
        </Menu.Label>
        {session?.role === 'admin' && (
          <Menu.Item
            component="a"
            href="/agents"
            leftSection={<IconUsers size={16} aria-hidden="true" />}
          >
            Agents
          </Menu.Item>
        )}
        <Menu.Item
          leftSection={<IconLogout size={16} aria-hidden="true" />}
          onClick={() => {
            signOut().catch((error: unknown) => notifyError('You are still signed in', error))
          }}
        >
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
