import { QueryClient } from '@tanstack/react-query'
import { HttpError } from '../shared/http/errors.ts'

/** One try more for what may pass by itself, none for what was our own fault. */
function retry(failures: number, error: Error): boolean {
  return failures < 1 && (!(error instanceof HttpError) || error.apiError.retryable)
}

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { staleTime: 15_000, gcTime: 10 * 60_000, retry, retryDelay: 600 },
      // Offline, a change is refused at once with a sentence instead of waiting unseen.
      mutations: { networkMode: 'always', retry: false },
    },
  })
}
