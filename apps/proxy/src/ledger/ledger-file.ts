import { createReadStream, existsSync } from 'node:fs'
import { access, constants, mkdir, open, rename, rm, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { ledgerRowSchema, type LedgerRow } from '@askdesk/contracts'

/** Rows in a JSON Lines file. */
export type LedgerFile = {
  /** Reads what was written before. Lines that are no rows, such as one torn by a crash, are left out. */
  load(take: (row: LedgerRow) => void): Promise<void>
  append(row: LedgerRow): void
  /** Forgets all rows. */
  remove(): Promise<void>
  close(): Promise<void>
}

export type LedgerFileOptions = {
  readonly folder: string
  /** Of the file, without its ending. */
  readonly name: string
  /** One file is this long at most; then it becomes the older of two. */
  readonly mostBytes?: number
  /** Called once for each outage of the disk. */
  readonly onTrouble: (error: unknown) => void
}

/** Where readers of lines end one too, and JSON lets them stand. */
const otherLineEnds = /[\u2028\u2029]/g
const escaped = (sign: string): string => `\\u${sign.charCodeAt(0).toString(16)}`

/** Two files of this size hold some 200,000 replies. */
const usualBytes = 32 * 1024 * 1024
/** Rows that wait for a disk that takes nothing; beyond it the oldest are given up. */
const mostWaiting = 50_000

/**
 * Opens a file in a folder; both are made where they are missing, and nobody else may read them. Appending never waits:
 * rows that come while others are written go out together in one write.
 *
 * @throws when the folder cannot be made or written to.
 */
export async function openLedgerFile(options: LedgerFileOptions): Promise<LedgerFile> {
  const { folder, name, mostBytes = usualBytes, onTrouble } = options
  const path = join(folder, `${name}.jsonl`)
  const older = join(folder, `${name}.1.jsonl`)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await access(folder, constants.W_OK)
  let handle = await openToAppend(path)
  let size = (await handle.stat()).size
  // A line that a crash has torn must not swallow the next one.
  if (size > 0 && !(await endsLine(path, size))) size += (await handle.write('\n')).bytesWritten
  let waiting: string[] = []
  let writing: Promise<void> | undefined
  let isInTrouble = false

  async function write(): Promise<void> {
    while (waiting.length > 0) {
      const lines = waiting
      waiting = []
      try {
        if (size > mostBytes) await rotate()
        const text = Buffer.from(lines.join(''))
        await handle.appendFile(text)
        size += text.length
        isInTrouble = false
      } catch (error) {
        // Half a line may be there by now: it must not swallow the next one.
        waiting = ['\n', ...lines, ...waiting].slice(-mostWaiting)
        if (!isInTrouble) onTrouble(error)
        isInTrouble = true
        return
      }
    }
  }

  function begin(): void {
    writing ??= write().finally(() => {
      writing = undefined
      if (waiting.length > 0 && !isInTrouble) begin()
    })
  }

  async function rotate(): Promise<void> {
    await handle.close()
    await rename(path, older)
    handle = await openToAppend(path)
    size = 0
  }

  return {
    async load(take) {
      for (const file of [older, path]) {
        if (existsSync(file)) await readRows(file, take)
      }
    },
    append(row) {
      waiting.push(`${JSON.stringify(row).replace(otherLineEnds, escaped)}\n`)
      begin()
    },
    async remove() {
      await writing
      waiting = []
      await handle.close()
      await Promise.all([older, path].map((file) => rm(file, { force: true })))
      handle = await openToAppend(path)
      size = 0
    },
    async close() {
      await writing
      await write()
      await handle.close()
    },
  }
}

function openToAppend(path: string): Promise<FileHandle> {
  return open(path, 'a', 0o600)
}

async function endsLine(path: string, size: number): Promise<boolean> {
  const reader = await open(path, 'r')
  try {
    const { buffer } = await reader.read(Buffer.alloc(1), 0, 1, size - 1)
    return buffer[0] === 0x0a
  } finally {
    await reader.close()
  }
}

async function readRows(path: string, take: (row: LedgerRow) => void): Promise<void> {
  const lines = createInterface({ input: createReadStream(path, 'utf8'), crlfDelay: Infinity })
  for await (const line of lines) {
    const row = parseRow(line)
    if (row) take(row)
  }
}

function parseRow(line: string): LedgerRow | undefined {
  try {
    return ledgerRowSchema.safeParse(JSON.parse(line)).data
  } catch {
    return undefined
  }
}
