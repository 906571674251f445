import { findTokens } from './find-tokens.ts'
import type { HighlightRequest, HighlightResponse } from './token-kinds.ts'

addEventListener('message', ({ data }: MessageEvent<HighlightRequest>) => {
  const tokens = findTokens(data.code, data.language)
  const response: HighlightResponse = { id: data.id, tokens }
  postMessage(response, { transfer: [tokens.buffer] })
})
