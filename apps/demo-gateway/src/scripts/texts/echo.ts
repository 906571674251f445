import { streamReply } from '../perform.ts'
import type { Script } from '../types.ts'

export const echo: Script = {
  name: 'echo',
  about:
    'Answers with the messages and parameters it received, as a JSON code block; never a header',
  text: (request) => {
    const received = JSON.stringify(request.body, null, 2)
    // A fence longer than any in the text keeps the block whole.
    const longest = Math.max(2, ...(received.match(/`+/g) ?? []).map((run) => run.length))
    const fence = '`'.repeat(longest + 1)
    return `${fence}json\n${received}\n${fence}`
  },
  play: (stage) => streamReply(stage),
}
