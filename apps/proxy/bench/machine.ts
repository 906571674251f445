import { readdirSync, readFileSync } from 'node:fs'

/** `/proc` counts CPU time in hundredths of a second, whatever the kernel ticks at. */
const millisecondsPerTick = 10

/** User and system time that processes have taken, in milliseconds. */
export function cpuMs(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => {
    // The name, in brackets, may hold spaces; the fields are counted from behind it.
    const fields = afterName(readFileSync(`/proc/${pid}/stat`, 'latin1'))
    return sum + (Number(fields[11]) + Number(fields[12])) * millisecondsPerTick
  }, 0)
}

/** Memory of processes that is really held, in KiB. */
export function rssKiB(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => {
    const status = readFileSync(`/proc/${pid}/status`, 'latin1')
    return sum + Number(/VmRSS:\s*(\d+)/.exec(status)?.[1] ?? 0)
  }, 0)
}

/** A process and all that it has started. */
export function familyOf(pid: number): number[] {
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((candidate) => parentOf(candidate) === pid)
  return [pid, ...children.flatMap(familyOf)]
}

/** Time for which a core was busy with anything, stolen time included, in milliseconds. */
export function coreBusyMs(core: number): number {
  const line = new RegExp(`^cpu${core} (.*)$`, 'm').exec(readFileSync('/proc/stat', 'latin1'))?.[1]
  const [user, nice, system, , , interrupt, soft, steal] = (line ?? '').split(' ').map(Number)
  const busy = [user, nice, system, interrupt, soft, steal]
  return busy.reduce((sum: number, part) => sum + (part ?? 0), 0) * millisecondsPerTick
}

function parentOf(pid: number): number | undefined {
  try {
    return Number(afterName(readFileSync(`/proc/${pid}/stat`, 'latin1'))[1])
  } catch {
    return undefined // It ended while we looked.
  }
}

function afterName(stat: string): string[] {
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
}
