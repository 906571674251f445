import type { ProviderInfo, UpstreamKind } from '@askdesk/contracts'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { PortkeyClient } from './portkey-client.ts'
import { bundledProviders } from './provider-list.ts'

/** Who can be asked. The bundled catalogue stands in until the proxy has said. */
export function useProviders(client: Pick<PortkeyClient, 'listProviders'>): {
  readonly providers: readonly ProviderInfo[]
  readonly upstream: UpstreamKind | undefined
} {
  const { data } = useQuery({
    queryKey: ['ai', 'providers'],
    queryFn: ({ signal }) => client.listProviders(signal),
    staleTime: 30_000,
    refetchInterval: 60_000,
  })
  const [fallback] = useState(() => bundledProviders(new Date()))
  return { providers: data?.providers ?? fallback, upstream: data?.upstream }
}
