import { retiredFault } from '../../wire/errors.ts'
import { sendFault } from '../perform.ts'
import type { Script } from '../types.ts'

export const retired: Script = {
  name: 'retired',
  about: "The provider has shut the model down, in each provider's own words",
  playWhole: 'same',
  play: async (stage) => sendFault(stage, retiredFault(stage.request.family, stage.request.model)),
}
