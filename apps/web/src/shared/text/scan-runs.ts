/** Longer than any address that somebody writes: it is text, and no pattern looks at it. */
export const longestRun = 2_048

export type Run = { readonly text: string; readonly isScanned: boolean }

/**
 * Cuts a foreign text so that what a pattern looks at is bounded: at spaces, with runs without a space
 * that are too long to hold anything left out. Joined, the runs are the text. Whatever a pattern costs
 * for the longest run, a text costs that much for each of them and no more.
 */
export function scanRuns(text: string, hint: RegExp): Run[] {
  const runs: Run[] = []
  let plain = ''
  for (const [run] of text.matchAll(/\s+|\S+/g)) {
    if (run.length > longestRun || !hint.test(run)) {
      plain += run
      continue
    }
    if (plain !== '') runs.push({ text: plain, isScanned: false })
    plain = ''
    runs.push({ text: run, isScanned: true })
  }
  if (plain !== '') runs.push({ text: plain, isScanned: false })
  return runs
}
