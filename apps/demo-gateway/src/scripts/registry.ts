import { faultScripts } from './faults.ts'
import { normal } from './normal.ts'
import { cut, cutInEvent, reset } from './cut.ts'
import { midError, midErrorNochoice, midErrorPlain } from './mid-error.ts'
import { headThenSilence, never, slow, slowFirstByte, stall } from './slow.ts'
import { burst } from './burst.ts'
import { echo } from './echo.ts'
import type { Script } from './types.ts'

/** Every named behaviour, in the order in which they are listed. */
export const scripts: readonly Script[] = [
  normal,
  slowFirstByte,
  slow,
  burst,
  echo,
  cut,
  cutInEvent,
  reset,
  midError,
  midErrorNochoice,
  midErrorPlain,
  stall,
  headThenSilence,
  never,
  ...faultScripts,
]

const byName = new Map(scripts.map((script) => [script.name, script]))

export function findScript(name: string): Script | undefined {
  return byName.get(name)
}
