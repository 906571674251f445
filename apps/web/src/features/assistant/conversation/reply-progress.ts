import type { ChatEvent, Source } from '../api/chat-events.ts'
import { isRunning, type Reply } from './conversation.ts'
import { withWritten } from './reply-text.ts'

const mostSources = 30
const mostTools = 10

/**
 * Folds events into a reply. A reply that has ended (the person stopped it) keeps its text as it
 * was seen, whatever still arrives, and only takes the receipt.
 */
export function applyEvents(reply: Reply, events: readonly ChatEvent[], now: number): Reply {
  let next = reply
  for (const event of events) next = applyEvent(next, event, now)
  return next
}

function applyEvent(reply: Reply, event: ChatEvent, now: number): Reply {
  if (!isRunning(reply.status)) {
    return event.type === 'end' && event.receipt ? { ...reply, receipt: event.receipt } : reply
  }
  switch (event.type) {
    case 'run':
      return { ...settled(reply), status: 'waiting', run: event.run, offset: event.endsAt }
    case 'waiting':
      return {
        ...settled(reply),
        status: 'waiting',
        waitsAs: event.runId,
        ...(event.forMs !== undefined && { asksAgainAt: now + event.forMs }),
      }
    case 'answering-model':
      return { ...reply, answeringModel: event.model }
    case 'text-delta':
      return { ...settled(reply), ...answered(reply, event.text, now), offset: event.endsAt }
    case 'reasoning-delta':
      return {
        ...settled(reply),
        reasoning: reply.reasoning + event.text,
        offset: event.endsAt,
        grewAt: now,
      }
    case 'tool-call':
      return { ...settled(reply), ...withTool(reply, event.name), offset: event.endsAt }
    case 'sources':
      return { ...settled(reply), ...withSources(reply, event.sources), offset: event.endsAt }
    case 'reconnecting':
      return { ...reply, reconnecting: event.attempt }
    case 'connected':
      return settled(reply)
    case 'end':
      return {
        ...settled(reply),
        ...answered(reply, '', now, true),
        splitter: undefined,
        status: event.outcome,
        ...(event.endedAs !== undefined && { endedAs: event.endedAs }),
        receipt: event.receipt,
        error: event.error,
        endedAt: now,
      }
    default:
      return event satisfies never
  }
}

/** Thinking that comes as text is no answer yet, and what turns out to be thinking was none. */
function answered(reply: Reply, more: string, now: number, isEnd = false): Partial<Reply> {
  const written = withWritten(reply, more, isEnd)
  const isSame = written.text === reply.text && written.reasoning === reply.reasoning
  const hasText = written.text !== ''
  return {
    ...written,
    status: hasText ? 'answering' : 'waiting',
    firstTextAt: hasText ? (reply.firstTextAt ?? now) : undefined,
    ...(!isSame && { grewAt: now }),
  }
}

/** Nothing offers tools to a model yet, so one that it asks for is only named. */
function withTool({ tools = [] }: Reply, name: string | undefined): Pick<Reply, 'tools'> {
  const isNew = name !== undefined && !tools.includes(name) && tools.length < mostTools
  return isNew ? { tools: [...tools, name] } : {}
}

function withSources({ sources = [] }: Reply, more: readonly Source[]): Pick<Reply, 'sources'> {
  const known = new Set(sources.map(({ url, title }) => url ?? title))
  const added = more.filter(({ url, title }) => {
    const key = url ?? title
    return known.has(key) ? false : known.add(key)
  })
  return added.length === 0 ? {} : { sources: [...sources, ...added].slice(0, mostSources) }
}

function settled(reply: Reply): Reply {
  return reply.reconnecting === undefined ? reply : { ...reply, reconnecting: undefined }
}

/**
 * `steady`: at a frame, but not sooner than the last task has earned. `backlog`: frame by frame.
 * `after-paint`: when what is drawn by now has been seen.
 */
export type Pace = 'steady' | 'backlog' | 'after-paint'

export type Scheduler = {
  /** Runs a task soon. */
  readonly schedule: (task: () => void, pace?: Pace) => void
}

/** Characters that one commit may add: a burst is shown in slices, with frames and keys between. */
const commitBudget = 12_288

/**
 * Reads a reply to its end and commits it in steps. Text waits for the scheduler; its first words
 * and whatever is not text are shown at once. The last words do not wait either, and what comes with
 * the end (the receipt, what can be done with the reply, what is said of it) does not hold them up.
 */
export async function consumeReply(
  events: AsyncIterable<ChatEvent>,
  commit: (events: readonly ChatEvent[]) => void,
  scheduler: Scheduler,
): Promise<void> {
  let queue: ChatEvent[] = []
  let sawText = false
  let scheduled: Pace | undefined
  let onEmpty: (() => void) | undefined

  function drain(): void {
    let characters = 0
    let count = 0
    for (const event of queue) {
      if (characters >= commitBudget || (event.type === 'end' && characters > 0)) break
      if ('text' in event) characters += event.text.length
      count += 1
    }
    const slice = queue.slice(0, count)
    queue = queue.slice(count)
    if (slice.length > 0) commit(slice)
    const [next] = queue
    if (next) later(next.type === 'end' ? 'after-paint' : 'backlog')
    else onEmpty?.()
  }

  function later(pace: Pace): void {
    // Text that is waiting for its turn gets it sooner when more than a commit's worth is there.
    if (scheduled === pace || (scheduled !== undefined && pace === 'steady')) return
    scheduled = pace
    scheduler.schedule(() => {
      if (scheduled !== pace) return
      scheduled = undefined
      drain()
    }, pace)
  }

  for await (const event of events) {
    queue.push(event)
    const isText = event.type === 'text-delta' || event.type === 'reasoning-delta'
    if (isText && sawText) later('steady')
    else drain()
    sawText ||= isText
  }
  if (queue.length > 0) {
    await new Promise<void>((resolve) => {
      onEmpty = resolve
    })
  }
}
