const reasons: Readonly<Record<string, string>> = {
  denied: 'You were not signed in: the sign-in was called off, or you may not use Askdesk.',
  expired: 'The sign-in took too long, or was begun in another window. Begin it again.',
  unavailable: 'The identity provider did not answer. Try again in a moment.',
  refused: 'The identity provider’s answer was not accepted. Ask whoever runs Askdesk.',
}

/** Why the way over the identity provider ended back here without a session, in a sentence. */
export function failedSignIn(search: string): string | undefined {
  const params = new URLSearchParams(search)
  if (params.get('signIn') !== 'failed') return undefined
  return reasons[params.get('reason') ?? ''] ?? 'You were not signed in. Try again.'
}

/** The address without what a sign-in left in it, so that a reload does not tell of it again. */
export function withoutSignInResult(href: string): string {
  const url = new URL(href)
  url.searchParams.delete('signIn')
  url.searchParams.delete('reason')
  return url.pathname + url.search + url.hash
}
