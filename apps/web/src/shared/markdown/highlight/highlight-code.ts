import { paintTokens } from './paint-tokens.ts'
import type { HighlightRequest, HighlightResponse } from './token-kinds.ts'

/** Longer code is read by nobody for its colours. */
const maximumCharacters = 150_000
/** Debounce: code inside of a list grows with it and is coloured once it has stood still so long. */
const settleMs = 150
/** A grammar that gets lost in some code must not keep all others waiting. */
const patienceMs = 4000

const withoutColours = new Set([
  '',
  'text',
  'txt',
  'plain',
  'plaintext',
  'output',
  'console',
  'log',
])

let worker: Worker | undefined
let lastId = 0
const waiting = new Map<number, (tokens: Uint32Array) => void>()

/**
 * Colours finished code. The engine is fetched with the first such code and runs in a worker; the
 * colours are painted over the text that is there, so nothing moves and no element is added.
 * Gives back how to take the colours away.
 */
export function highlightCode(element: HTMLElement, code: string, language: string): () => void {
  const name = language.toLowerCase()
  const isSupported = typeof Worker !== 'undefined' && 'highlights' in CSS
  if (!isSupported || withoutColours.has(name) || code.length > maximumCharacters) return nothing
  let erase = nothing
  let id = 0
  const timer = setTimeout(() => {
    id = ask({ code, language: name }, (tokens) => {
      erase = paintTokens(element, tokens)
    })
  }, settleMs)
  return () => {
    clearTimeout(timer)
    waiting.delete(id)
    erase()
  }
}

function ask(
  question: Omit<HighlightRequest, 'id'>,
  onTokens: (tokens: Uint32Array) => void,
): number {
  const id = (lastId += 1)
  const asked = (worker ??= startWorker())
  waiting.set(id, onTokens)
  const request: HighlightRequest = { id, ...question }
  // A worker's messages have no origin to name.
  // oxlint-disable-next-line unicorn/require-post-message-target-origin
  asked.postMessage(request)
  setTimeout(() => {
    if (!waiting.has(id) || worker !== asked) return
    asked.terminate()
    worker = undefined
    waiting.clear()
  }, patienceMs)
  return id
}

function startWorker(): Worker {
  const started = new Worker(new URL('highlight-worker.ts', import.meta.url), { type: 'module' })
  started.addEventListener('message', ({ data }: MessageEvent<HighlightResponse>) => {
    const onTokens = waiting.get(data.id)
    waiting.delete(data.id)
    onTokens?.(data.tokens)
  })
  return started
}

function nothing(): void {}
