/** A page to compare with: shows what was said before and gives back how to ask. */
export type ComparisonPage = (
  list: HTMLElement,
  before: readonly string[],
  history: number,
) => (prompt: string) => Promise<void>
