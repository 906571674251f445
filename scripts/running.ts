import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/** Keeps, in a file of this clone, which `npm start` runs here, so that a second one can say so. */
export type RunningBook = {
  /** Another one, that still lives. */
  readonly other: Running | undefined
  /** Tells where the page of this one is. */
  ready(url: string): void
  close(): void
}

export type Running = { readonly pid: number; readonly url: string | undefined }

export function openRunningBook(file: string): RunningBook {
  const other = readOther(file)
  const write = (url?: string): void => {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, `${process.pid} ${url ?? ''}\n`)
  }
  // One that was started beside it with ports and a folder of its own leaves the first one's name.
  if (other === undefined) write()
  return {
    other,
    ready(url) {
      if (other === undefined) write(url)
    },
    close() {
      if (other === undefined) rmSync(file, { force: true })
    },
  }
}

/** The sentence for somebody whose start has failed. */
export function describeOther({ pid, url }: Running): string {
  return `Askdesk runs already from this folder (process ${pid}${url ? `, ${url}` : ''}), which may be why. Use that one, or give this one WEB_PORT, PROXY_PORT, TICKETS_PORT, GATEWAY_PORT (0 is any free one) and TICKETS_DATA_DIR of its own.`
}

function readOther(file: string): Running | undefined {
  try {
    const [pid = '', url = ''] = readFileSync(file, 'utf8').trim().split(' ')
    if (!/^\d+$/.test(pid)) return undefined
    process.kill(Number(pid), 0)
    return Number(pid) === process.pid ? undefined : { pid: Number(pid), url: url || undefined }
  } catch {
    return undefined
  }
}
