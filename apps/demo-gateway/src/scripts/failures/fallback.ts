import { createReplyFacts } from '../../reply-facts.ts'
import { familyOfProvider } from '../../family.ts'
import { listedModels } from '../../wire/models.ts'
import { sendWhole, streamReply } from '../perform.ts'
import type { Script, Stage } from '../types.ts'

export const fallback: Script = {
  name: 'fallback',
  about: 'The first target failed: another provider and model answer, and the headers say so',
  parameters: { to: { about: 'who answers: a provider name', default: 'auto' } },
  play: (stage) => streamReply(answeredByOther(stage)),
  playWhole: (stage) => sendWhole(answeredByOther(stage)),
}

function answeredByOther(stage: Stage): Stage {
  const other = stage.request.family === 'anthropic' ? 'groq' : 'anthropic'
  const family = familyOfProvider(stage.values.text('to')) ?? other
  const request = {
    ...stage.request,
    family,
    model: listedModels[family][0] ?? stage.request.model,
    optionIndex: 'config.targets[1]',
  }
  return { ...stage, request, reply: createReplyFacts(request, stage.text, stage) }
}
