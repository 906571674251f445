import type { ProviderInfo } from '@askdesk/contracts'
import styles from './ProviderIcon.module.css'

export type ProviderIconProps = {
  readonly providerId: string
  /** Shown as a dot where it is known. */
  readonly health?: ProviderInfo['health']['state'] | undefined
}

const glyphs: Readonly<Record<string, string>> = {
  // Each a shape of our own: layers, a ring, a bolt, two ways that part.
  aws: 'M4 8.5 10 5l6 3.5-6 3.5zM4 12l6 3.5 6-3.5',
  openai: 'M10 4.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11zM10 8v4M8 10h4',
  groq: 'M11.5 3.5 5.5 11H10l-1.5 5.5L14.5 9H10z',
  openrouter: 'M3.5 10h4l5-4h4M7.5 10l5 4h4',
}

/** A small sign for a provider. The name always stands beside it. */
export function ProviderIcon({ providerId, health = 'unknown' }: ProviderIconProps) {
  return (
    <span className={styles['icon']} data-provider={providerId} aria-hidden>
      <svg viewBox="0 0 20 20" width="14" height="14">
        <path d={glyphs[providerId] ?? 'M6 10h8'} />
      </svg>
      {health !== 'unknown' && <span className={styles['dot']} data-health={health} />}
    </span>
  )
}
