import type { AnyProviderId } from '@askdesk/contracts'
import { IconSwitchHorizontal } from '@tabler/icons-react'
import { useAssistant } from '../conversation/assistant-context.ts'
import { PopoverMenu } from '../parts/PopoverMenu.tsx'
import { ProviderIcon } from '../providers/ProviderIcon.tsx'
import { healthWords, otherProviders } from '../providers/provider-list.ts'
import styles from '../parts/ReplyActions.module.css'

export type RegenerateMenuProps = {
  readonly answeredBy: AnyProviderId
  readonly onPick: (provider: AnyProviderId) => void
}

/** Asks another provider the same question. */
export function RegenerateMenu({ answeredBy, onPick }: RegenerateMenuProps) {
  const { providers } = useAssistant()
  const others = otherProviders(providers, answeredBy)
  if (others.length === 0) return null
  return (
    <PopoverMenu
      name="Regenerate with…"
      menuName="Regenerate with"
      icon={<IconSwitchHorizontal size={16} aria-hidden />}
    >
      {others.map((provider) => (
        <button
          key={provider.id}
          type="button"
          role="menuitem"
          className={styles['menuItem']}
          title={healthWords(provider.health)}
          onClick={() => onPick(provider.id)}
        >
          <ProviderIcon providerId={provider.id} health={provider.health.state} />
          {provider.label}
          <span className={styles['menuHint']}>{provider.strength}</span>
          {provider.health.state !== 'unknown' && (
            <span className={styles['menuHealth']} aria-hidden>
              {healthWords(provider.health)}
            </span>
          )}
        </button>
      ))}
    </PopoverMenu>
  )
}
