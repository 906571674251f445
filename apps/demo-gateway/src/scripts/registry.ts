import { bulkScripts } from './texts/bulk.ts'
import { burst } from './texts/burst.ts'
import { cut, cutInEvent, reset } from './cut.ts'
import {
  afterDone,
  badJsonEvent,
  doneOnly,
  doneThenOpen,
  hookResultsFirst,
  noDone,
  usageMissing,
} from './done.ts'
import { echo } from './texts/echo.ts'
import { endlessLine, invalidUtf8 } from './endless.ts'
import { fallback } from './failures/fallback.ts'
import { faultScripts } from './failures/faults.ts'
import { contentFilter, length, reasoning, refusal, tools } from './finish.ts'
import { framingScripts } from './framing.ts'
import { gatewayErrorScripts } from './failures/gateway-errors.ts'
import { guardrailDeny, guardrailWarn } from './failures/guardrails.ts'
import { gzipError, hostileHeaders, hugeHeaders } from './headers.ts'
import { hostileMarkdown } from './texts/hostile-markdown.ts'
import { jsonOnStream } from './failures/json-on-stream.ts'
import { leakKey } from './failures/leak-key.ts'
import { midError, midErrorNochoice, midErrorPlain } from './failures/mid-error.ts'
import { normal } from './normal.ts'
import { retired } from './failures/retired.ts'
import { headThenSilence, never, slow, slowFirstByte, stall } from './slow.ts'
import { splitUtf8 } from './texts/split-utf8.ts'
import { transportScripts } from './failures/transport.ts'
import type { Script } from './types.ts'

/** Every named behaviour, in the order in which they are listed. */
export const scripts: readonly Script[] = [
  normal,
  slowFirstByte,
  slow,
  burst,
  echo,
  ...bulkScripts,
  splitUtf8,
  ...framingScripts,
  hostileMarkdown,
  tools,
  reasoning,
  refusal,
  length,
  contentFilter,
  usageMissing,
  fallback,
  guardrailWarn,
  noDone,
  doneOnly,
  doneThenOpen,
  afterDone,
  hookResultsFirst,
  badJsonEvent,
  invalidUtf8,
  endlessLine,
  cut,
  cutInEvent,
  reset,
  midError,
  midErrorNochoice,
  midErrorPlain,
  stall,
  headThenSilence,
  never,
  retired,
  ...faultScripts,
  guardrailDeny,
  ...gatewayErrorScripts,
  jsonOnStream,
  leakKey,
  gzipError,
  hugeHeaders,
  hostileHeaders,
  ...transportScripts,
]

const byName = new Map(scripts.map((script) => [script.name, script]))

export function findScript(name: string): Script | undefined {
  return byName.get(name)
}
