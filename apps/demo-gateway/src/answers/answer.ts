import type { ChatRequest } from '../chat-request.ts'
import { readConversation } from './conversation.ts'

export function answerTo(request: ChatRequest): string {
  const conversation = readConversation(request.messages)
  return `*Demo.* ${conversation.question}`
}
