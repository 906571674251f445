import { streamReply } from './perform.ts'
import type { Script } from './types.ts'

/** The default script. */
export const normal: Script = {
  name: 'normal',
  about:
    'A useful short answer from the conversation and the ticket, at the pace of a person reading',
  play: (stage) => streamReply(stage),
}
