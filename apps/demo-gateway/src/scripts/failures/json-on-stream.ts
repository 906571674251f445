import { sendWhole } from '../perform.ts'
import type { Script } from '../types.ts'

export const jsonOnStream: Script = {
  name: 'json-on-stream',
  about: 'One JSON document, although a stream was asked for',
  play: (stage) => sendWhole(stage),
}
