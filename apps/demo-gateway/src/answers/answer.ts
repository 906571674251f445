import type { ChatRequest } from '../chat-request.ts'
import { voices, type Voice } from '../voices.ts'
import { showCode } from './code.ts'
import { compare } from './comparison.ts'
import { readConversation, type Conversation } from './conversation.ts'
import { draftReply } from './draft.ts'
import { giveAdvice } from './advice.ts'
import { makeFriendlier, makeLonger, makeShorter } from './follow-up.ts'
import { answerInGeneral } from './general.ts'
import { readIntent } from './intent.ts'
import { layOut, type Section } from './layout.ts'
import { nextSteps } from './next-steps.ts'
import { summarise } from './summary.ts'
import { readWish } from './wish.ts'
import { translate } from './translation.ts'
import { shorten } from './wording.ts'

type Question = Pick<ChatRequest, 'family' | 'model' | 'messages'>

/** The demo's answer to a conversation: useful where rules can be, and open about what it is. */
export function answerTo(request: Question): string {
  const conversation = readConversation(request.messages)
  const voice = voices[request.family]
  const earlier = conversation.earlierQuestions.at(-1)
  return [
    `*Askdesk's demo gateway stands in for ${voice.label} here: no model has read this.*`,
    earlier !== undefined &&
      `*Earlier in this conversation you asked “${shorten(earlier.replace(/[\s*]+/g, ' '), 100)}”.*`,
    ...resultsIn(request.messages).map(
      (result) => `*The tool answered “${shorten(result.replace(/[\s*“”]+/g, ' '), 200)}”.*`,
    ),
    layOut(sectionsOf(conversation, request), layoutOf(conversation, voice.layout)),
  ]
    .filter(Boolean)
    .join('\n\n')
}

/** Collects the results of tools since the last question. */
function resultsIn(messages: Question['messages']): string[] {
  const asked = messages.findLastIndex(({ role }) => role === 'user')
  return messages
    .slice(asked + 1)
    .filter(({ role }) => role === 'tool')
    .map(({ text }) => text)
}

function sectionsOf(conversation: Conversation, request: Question): Section[] {
  switch (readIntent(conversation)) {
    case 'translate':
      return translate(conversation, voices[request.family].label, request.model)
    case 'shorter':
      return makeShorter(conversation)
    case 'longer':
      return makeLonger(conversation)
    case 'friendlier':
      return makeFriendlier(conversation)
    case 'again':
      return sectionsOf(beforeThat(conversation), request)
    case 'advice':
      return giveAdvice(conversation)
    case 'wish':
      return readWish(conversation)
    case 'summarise':
      return summarise(conversation)
    case 'compare':
      return compare(conversation)
    case 'next-steps':
      return nextSteps(conversation)
    case 'draft':
      return draftReply(conversation)
    case 'code':
      return showCode(conversation)
    case 'general':
      return answerInGeneral(conversation)
  }
}

/** The conversation as it was when the previous question was asked. */
function beforeThat(conversation: Conversation): Conversation {
  const { earlierQuestions } = conversation
  return {
    ...conversation,
    question: earlierQuestions.at(-1) ?? '',
    earlierQuestions: earlierQuestions.slice(0, -1),
    previousAnswer: undefined,
  }
}

/** Another version of an answer is told the other way round: brief where it was full, full where it was brief. */
function layoutOf(conversation: Conversation, own: Voice['layout']): Voice['layout'] {
  if (readIntent(conversation) !== 'again') return own
  return own === 'brief' ? 'bold' : 'brief'
}
