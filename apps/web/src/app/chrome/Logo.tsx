/** The product's mark: a speech bubble that holds an answer. */
export function Logo() {
  return (
    <svg viewBox="0 0 32 32" width="26" height="26" aria-hidden="true">
      <rect width="32" height="32" rx="8" fill="var(--ask-accent)" />
      <path
        d="M9 10.5A2.5 2.5 0 0 1 11.5 8h9a2.5 2.5 0 0 1 2.5 2.5v7a2.5 2.5 0 0 1-2.5 2.5H16l-4.6 4.1a.55.55 0 0 1-.9-.4V20A2.5 2.5 0 0 1 9 17.5z"
        fill="var(--ask-on-accent)"
      />
    </svg>
  )
}
