import type { InternalReason } from '../../../shared/insert-reply.ts'
import { type Exchange, type Reply, shownReply } from '../conversation/conversation.ts'

// `\b` knows ASCII alone: words begin and end at letters of any script.
const asksForDraft =
  /(?<!\p{L})(?:draft|repl(?:y|ies)|respon(?:d|se)|e-?mail|letter|rewrite|translate|write (?:to|an?)|entw[uü]rf|antwort|schreib|réponse|rédige|respuesta|redacta|resposta|risposta|odpowied)|返信|回复|답장/iu
const asksForSummary =
  /(?<!\p{L})(?:summar|tl;?dr|recap|overview|zusammenfass|fasse?(?!\p{L})|überblick|résum|resum|riassu|podsum|what (?:is|does) the customer)|要約|まとめ|总结|摘要|요약/iu
const asksForSteps =
  /(?<!\p{L})(?:next steps?|what (?:should|shall|do|can|must) (?:i|we)(?!\p{L})|how (?:should|do|can) (?:i|we)(?!\p{L})|to-?do|action items?|checklist|root cause|analy[sz]e|nächste[nr]? schritt|was (?:soll|muss|kann) ich|prochaine étape|que dois-je|próximos? pasos?|qué (?:debo|hago)|prossimi passi|próximos passos)|次に|下一步|다음 단계/iu
/** Changes the answer before, whatever that was. */
const asksForChange =
  /^(?:please |now )?(?:make (?:it|this|that)|shorter|longer|friendlier|continue|go on|again|another version|give me another|more formal|less formal|kürzer|freundlicher|länger|weiter)/iu
const titleOfSummary =
  /^\W*(?:summary|tl;?dr|zusammenfassung|résumé|resumen|resumo|riassunto)(?!\p{L})/iu
const titleOfSteps =
  /^\W*(?:(?:suggested |recommended )?next steps?|action items?|nächste schritte)(?!\p{L})/iu

/**
 * Why an answer should not go to a customer unseen, or undefined for a draft. The exchanges are
 * those of its conversation: “Make it shorter” is about the answer before.
 */
export function internalReason(
  exchanges: readonly Exchange[],
  exchange: Exchange,
  reply: Reply,
): InternalReason | undefined {
  if (reply.readNotes === true) return 'notes'
  if (reply.status !== 'complete') return 'unfinished'
  return purposeOf(exchanges, exchange) ?? titled(reply)
}

function purposeOf(exchanges: readonly Exchange[], exchange: Exchange): InternalReason | undefined {
  const at = exchanges.findIndex(({ id }) => id === exchange.id)
  // Walks back over changes of changes to what they are about.
  for (const { question, ...about } of exchanges.slice(0, at + 1).toReversed()) {
    const asked = question.trim()
    if (asksForChange.test(asked)) continue
    if (asksForDraft.test(asked)) return undefined
    if (asksForSummary.test(asked)) return 'summary'
    if (asksForSteps.test(asked)) return 'steps'
    const shown = shownReply({ question, ...about })
    return shown && about.id !== exchange.id ? titled(shown) : undefined
  }
  return undefined
}

function titled({ text }: Reply): InternalReason | undefined {
  const start = text.trimStart().slice(0, 200)
  if (titleOfSummary.test(start)) return 'summary'
  return titleOfSteps.test(start) ? 'steps' : undefined
}
