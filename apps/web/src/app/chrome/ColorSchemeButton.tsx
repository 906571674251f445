import { ActionIcon, useMantineColorScheme } from '@mantine/core'
import { IconDeviceDesktop, IconMoon, IconSun } from '@tabler/icons-react'

const steps = {
  light: { next: 'dark', name: 'light', Icon: IconSun },
  dark: { next: 'auto', name: 'dark', Icon: IconMoon },
  auto: { next: 'light', name: 'as the system', Icon: IconDeviceDesktop },
} as const

/** Light, dark, as the system: one press to the next; the choice is remembered. */
export function ColorSchemeButton() {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const { next, name, Icon } = steps[colorScheme]
  const label = `Colours: ${name}. Change to ${steps[next].name}`
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size="lg"
      aria-label={label}
      title={label}
      onClick={() => setColorScheme(next)}
    >
      <Icon size={18} stroke={1.7} aria-hidden="true" />
    </ActionIcon>
  )
}
