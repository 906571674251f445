import { streamReply } from './perform.ts'
import type { Script } from './types.ts'

/** What is played when nothing was asked for. */
export const normal: Script = {
  name: 'normal',
  about:
    'A useful short answer from the conversation and the ticket, at the pace of a person reading',
  play: (stage) => streamReply(stage),
}
