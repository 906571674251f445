import type { Voice } from '../voices.ts'

/** A part of an answer; a brief voice says the essential parts only. */
export type Section = {
  readonly title: string
  readonly body: string
  readonly essential?: boolean
}

/** Sections as the voice lays them out: under headings, under bold words, or bare. */
export function layOut(sections: readonly Section[], layout: Voice['layout']): string {
  const full = sections.filter((section) => section.body !== '')
  switch (layout) {
    case 'headings':
      return full.map(({ title, body }) => `### ${title}\n\n${body}`).join('\n\n')
    case 'bold':
      return full.map(({ title, body }) => `**${title}**\n\n${body}`).join('\n\n')
    case 'brief':
      return full
        .filter((section) => section.essential)
        .map(({ body }) => body)
        .join('\n\n')
  }
}
