import type { Script } from './types.ts'

/** The scripts as the rows of a Markdown table, as the README prints them. */
export function scriptTable(scripts: readonly Script[]): string {
  const rows = scripts.map(({ name, about, parameters = {} }) => {
    const listed = Object.entries(parameters).map(
      ([key, spec]) => `\`${key}=${spec.default}\` ${spec.about}`,
    )
    return `| \`${name}\` | ${about.replaceAll('|', '\\|')} | ${listed.join('; ')} |`
  })
  return ['| script | what it does | parameters |', '| --- | --- | --- |', ...rows].join('\n')
}
