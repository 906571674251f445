const listeners = new Set<() => void>()

/** Hears of each answer that says that nobody is signed in any more. */
export function onSessionEnded(listener: () => void): () => void {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

/** Told by whatever asks a service, when it is answered 401. */
export function sessionEnded(): void {
  for (const listener of listeners) listener()
}
