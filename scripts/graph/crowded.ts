import { dirname } from 'node:path'

export type Crowd = {
  readonly folder: string
  readonly count: number
  /** Recorded data: as many files as there are recordings, nobody reads them as a list. */
  readonly isRecorded: boolean
}

/** More files than one look takes in. */
const mostFiles = 25

/** Counts the files that lie in each folder itself, without those of its sub-folders. */
export function findCrowded(files: readonly string[]): readonly Crowd[] {
  const counts = new Map<string, number>()
  for (const file of files) counts.set(dirname(file), (counts.get(dirname(file)) ?? 0) + 1)
  return [...counts]
    .filter(([, count]) => count > mostFiles)
    .map(([folder, count]) => ({
      folder,
      count,
      isRecorded: folder.split('/').includes('__fixtures__'),
    }))
    .toSorted((a, b) => b.count - a.count)
}
