import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DCLinter } from 'dclint'
import { z } from 'zod'

const resultsSchema = z.array(
  z.object({ messages: z.array(z.object({ type: z.string(), rule: z.string() })) }),
)

/** The rules that a text of a compose file breaks: the specification's schema and more, but no taste. */
export function faultsOfCompose(text: string): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'askdesk-compose-'))
  const file = join(folder, 'docker-compose.yml')
  writeFileSync(file, text)
  const linter = new DCLinter({ rules: {}, quiet: true, debug: false, exclude: [] })
  const results = resultsSchema.parse(linter.lintFiles([file], false))
  rmSync(folder, { recursive: true })
  return results
    .flatMap(({ messages }) => messages)
    .filter(({ type }) => type === 'error')
    .map(({ rule }) => rule)
}
