import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'

const ownerSchema = z.object({ pid: z.number().int().positive(), startedAt: z.string().nullable() })
type Owner = z.infer<typeof ownerSchema>

/** Somebody else works in the data folder. */
export class FolderInUseError extends Error {
  override name = 'FolderInUseError'
  readonly code = 'folder_in_use'
}

/**
 * Claims a data folder for this process by a pid file; the answer gives it back.
 *
 * A file that a killed process left behind is taken over: its process is gone, or its number now
 * belongs to a process that began at another time.
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const file = join(folder, 'service.pid')
  const self: Owner = { pid: process.pid, startedAt: await readStartTime(process.pid) }
  const claim = () => writeFile(file, JSON.stringify(self), { flag: 'wx' })
  try {
    await claim()
  } catch (error) {
    if (!isCode(error, 'EEXIST')) throw error
    const owner = await readOwner(file)
    if (owner !== undefined && (await isRunning(owner, self))) {
      throw new FolderInUseError(
        `The data folder ${folder} is in use by process ${owner.pid}. Stop that process first, or ` +
          `set TICKETS_DATA_DIR to another folder. (If process ${owner.pid} is not the tickets ` +
          `API, delete ${file}.)`,
        { cause: error },
      )
    }
    await rm(file, { force: true })
    await claim()
  }
  return () => rm(file, { force: true })
}

async function readOwner(file: string): Promise<Owner | undefined> {
  try {
    return ownerSchema.parse(JSON.parse(await readFile(file, 'utf8')))
  } catch {
    // Gone in the meantime, or cut off while it was written: nobody is in there.
    return undefined
  }
}

async function isRunning(owner: Owner, self: Owner): Promise<boolean> {
  // In a container every run is process 1.
  if (owner.pid === self.pid) return false
  try {
    process.kill(owner.pid, 0)
  } catch (error) {
    return isCode(error, 'EPERM')
  }
  const startedAt = await readStartTime(owner.pid)
  return startedAt === null || owner.startedAt === null || startedAt === owner.startedAt
}

/** When a process began, in the kernel's own units, where there is a `/proc` to ask. */
async function readStartTime(pid: number): Promise<string | null> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
    // The second field is the name in brackets and may hold anything; the start is field 22.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null
  } catch {
    return null
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
