/** One of our own events, whole. */
export function sse(event: 'run' | 'end' | 'error', data: unknown): string {
  return `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`
}
