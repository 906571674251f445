import { safeHref } from '../../../shared/markdown/safe-link.ts'
import { ForeignText } from '../../../shared/text/ForeignText.tsx'
import type { Source } from '../api/chat-events.ts'
import styles from '../parts/Messages.module.css'

/** The places that the model or its provider names for what it says. Nobody has checked them. */
export function ReplySources({ sources }: { readonly sources: readonly Source[] }) {
  return (
    <section className={styles['sources']}>
      <h4>Sources, as the provider names them</h4>
      <ol aria-label="Sources">
        {sources.map(({ title, url }) => {
          const href = url === undefined ? null : safeHref(url)
          const host = href === null ? '' : new URL(href).hostname
          return (
            <li key={url ?? title}>
              {href === null ? (
                <ForeignText text={title} />
              ) : (
                <a href={href} target="_blank" rel="noopener noreferrer nofollow">
                  <ForeignText text={title} />
                </a>
              )}
              {host !== '' && !title.includes(host) && (
                <span className={styles['sourceHost']}> {host}</span>
              )}
            </li>
          )
        })}
      </ol>
    </section>
  )
}
