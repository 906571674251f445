import type { Cost, Receipt } from '@askdesk/contracts'
import { isRunning, type Exchange, type Reply } from '../conversation/conversation.ts'
import { formatCost, formatDuration, formatNumber } from '../../../shared/format.ts'

/**
 * `reported`: the provider or our proxy said so. `estimated`: reckoned from lengths, from list
 * prices, or by this page's own clock.
 */
export type FactMark = 'reported' | 'estimated'
/** A cost is told apart further: reckoned from the price list of a day. */
export type CostMark = FactMark | `list price of ${string}` | 'list price'

export type ReceiptFact = {
  readonly name: string
  readonly value: string
  readonly mark: CostMark
}

/** The numbers of an ended reply, each with where it comes from. Empty while it is under way. */
export function receiptFacts(reply: Reply): ReceiptFact[] {
  const receipt = receiptOf(reply)
  if (!receipt) return []
  const { ttftMs, durationMs, usage, cost, clock } = receipt
  const facts: ReceiptFact[] = []
  const add = (name: string, value: string, mark: CostMark): void => {
    facts.push({ name, value, mark })
  }
  if (ttftMs !== null) add('First words after', formatDuration(ttftMs), clock)
  add('Whole answer', formatDuration(durationMs), clock)
  const speed = tokensPerSecond(receipt)
  if (speed !== null) add('Speed', `${formatNumber(speed)} tokens/s`, receipt.usageIs)
  if (usage) {
    const { promptTokens, completionTokens } = usage
    const value = `${formatNumber(promptTokens)} in, ${formatNumber(completionTokens)} out`
    add('Tokens', value, receipt.usageIs)
  }
  if (cost !== undefined) {
    add('Cost', formatCost(cost.amount), cost.is === 'reported' ? 'reported' : listPrice(cost))
  }
  return facts
}

/** The gist of a receipt in one line: tokens say where they come from, what is estimated is marked as “about”. */
export function receiptGist(reply: Reply): string {
  const receipt = receiptOf(reply)
  if (!receipt) return ''
  const { ttftMs, durationMs, usage, usageIs, cost, clock } = receipt
  const about = usageIs === 'estimated' ? '≈ ' : ''
  const speed = tokensPerSecond(receipt)
  const parts = [
    ttftMs !== null &&
      `${clock === 'estimated' ? '≈ ' : ''}${formatDuration(ttftMs)} to first words`,
    ttftMs === null && formatDuration(durationMs),
    speed !== null && `${about}${formatNumber(speed)} tokens/s`,
    usage && `${about}${formatNumber(usage.completionTokens)} tokens (${usageIs})`,
    cost !== undefined &&
      (cost.is === 'reported' ? formatCost(cost.amount) : `≈ ${formatCost(cost.amount)}`),
  ]
  return parts.filter((part) => typeof part === 'string').join(' · ')
}

export type ConversationTotals = {
  /** Replies that were counted: also those that were asked again, as they were paid for. */
  readonly replies: number
  readonly tokens: number
  readonly tokensAre: FactMark
  readonly cost: number
  /** Some replies have no known price. */
  readonly isCostPartial: boolean
  /** All that is known of it was reported, nothing reckoned from a list. */
  readonly isCostReported: boolean
}

export function conversationTotals(exchanges: readonly Exchange[]): ConversationTotals {
  let totals: ConversationTotals = noTotals
  for (const exchange of exchanges) totals = sum(totals, totalsOf(exchange))
  return totals
}

/** `3 answers · 4,210 tokens (reported) · $0.012 (estimated)`; empty when nothing was counted. */
export function totalsWords(totals: ConversationTotals): string {
  const { replies, tokens, tokensAre, cost, isCostPartial, isCostReported } = totals
  if (replies === 0) return ''
  const parts = [`${replies} ${replies === 1 ? 'answer' : 'answers'}`]
  if (tokens > 0) parts.push(`${formatNumber(tokens)} tokens (${tokensAre})`)
  if (cost > 0)
    parts.push(
      `${isCostPartial ? 'over ' : ''}${formatCost(cost)} (${isCostReported ? 'reported' : 'estimated'})`,
    )
  return parts.join(' · ')
}

const noTotals: ConversationTotals = {
  replies: 0,
  tokens: 0,
  tokensAre: 'reported',
  cost: 0,
  isCostPartial: false,
  isCostReported: true,
}

/** An exchange keeps its identity while another one streams, so its sum is made once. */
const known = new WeakMap<Exchange, ConversationTotals>()

function totalsOf(exchange: Exchange): ConversationTotals {
  const found = known.get(exchange)
  if (found) return found
  let totals = noTotals
  for (const reply of exchange.replies) {
    const receipt = receiptOf(reply)
    if (!receipt?.usage) continue
    totals = sum(totals, {
      replies: 1,
      tokens: receipt.usage.totalTokens,
      tokensAre: receipt.usageIs,
      cost: receipt.cost?.amount ?? 0,
      isCostPartial: receipt.cost === undefined,
      isCostReported: receipt.cost === undefined || receipt.cost.is === 'reported',
    })
  }
  known.set(exchange, totals)
  return totals
}

function sum(one: ConversationTotals, other: ConversationTotals): ConversationTotals {
  const isEstimated = one.tokensAre === 'estimated' || other.tokensAre === 'estimated'
  return {
    replies: one.replies + other.replies,
    tokens: one.tokens + other.tokens,
    tokensAre: isEstimated ? 'estimated' : 'reported',
    cost: one.cost + other.cost,
    isCostPartial: one.isCostPartial || other.isCostPartial,
    isCostReported: one.isCostReported && other.isCostReported,
  }
}

type KnownReceipt = Pick<Receipt, 'ttftMs' | 'durationMs' | 'usage' | 'usageIs' | 'cost'> & {
  /** Where the times come from. */
  readonly clock: FactMark
}

/** The proxy's receipt, or, where none came, what this page saw itself. */
function receiptOf(reply: Reply): KnownReceipt | null {
  if (isRunning(reply.status)) return null
  if (reply.receipt) return { ...reply.receipt, clock: 'reported' }
  const { startedAt, firstTextAt, endedAt, text } = reply
  if (text === '' || endedAt === undefined) return null
  const completionTokens = Math.ceil(text.length / 4)
  return {
    ttftMs: firstTextAt === undefined ? null : firstTextAt - startedAt,
    durationMs: endedAt - startedAt,
    usage: { promptTokens: 0, completionTokens, totalTokens: completionTokens },
    usageIs: 'estimated',
    clock: 'estimated',
  }
}

function listPrice({ listDate }: Cost): CostMark {
  return listDate === undefined ? 'list price' : `list price of ${listDate}`
}

function tokensPerSecond({ ttftMs, durationMs, usage }: KnownReceipt): number | null {
  if (!usage || usage.completionTokens === 0) return null
  const span = durationMs - (ttftMs ?? 0)
  if (span <= 0) return null
  const speed = (usage.completionTokens * 1000) / span
  return speed < 10 ? Math.round(speed * 10) / 10 : Math.round(speed)
}
