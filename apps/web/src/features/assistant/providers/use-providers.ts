import type { ProviderInfo } from '@askdesk/contracts'
import { useQuery } from '@tanstack/react-query'
import { useCallback, useState } from 'react'
import type { PortkeyClient } from '../api/portkey-client.ts'
import { bundledProviders } from './provider-list.ts'

/** Providers on offer. The bundled catalogue stands in until the proxy has said. */
export function useProviders(client: Pick<PortkeyClient, 'listProviders'>): {
  readonly providers: readonly ProviderInfo[]
  /** One of `UpstreamKind`, or a newer one. */
  readonly upstream: string | undefined
  readonly refresh: () => void
} {
  const { data, refetch } = useQuery({
    queryKey: ['ai', 'providers'],
    queryFn: ({ signal }) => client.listProviders(signal),
    staleTime: 30_000,
    refetchInterval: 60_000,
  })
  const [fallback] = useState(() => bundledProviders(new Date()))
  const refresh = useCallback(() => void refetch({ cancelRefetch: false }), [refetch])
  return { providers: data?.providers ?? fallback, upstream: data?.upstream, refresh }
}
