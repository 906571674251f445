import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8'

/** Both halves of the space for new objects together. Smaller ones cost time. */
const newSpaceBytes = 16 * 1024 * 1024
const lookEvery = 100

/**
 * Keeps memory near what is in use. Left to itself V8 lets the space for new objects grow to 32
 * (Node 20) or 128 MiB (Node 24) and the rest to several times what lives in it, buffers that
 * nobody needs any more among it, and a process that was busy once never gives that back.
 *
 * Limits can only be set when a process starts, which a bundle cannot do for itself. But V8 reads
 * these two flags each time it decides, which was seen to work in Node 20 and 24: the old space
 * may double between two collections instead of quadruple; and new space that grows by a factor of
 * one stays as it is. It shrinks when there is nothing to do, so it is looked at for as long as the
 * process runs; a look takes 20 µs.
 */
export function boundHeap(): void {
  setFlagsFromString('--heap-growing-percent=100')
  let mayGrow: boolean | undefined
  const look = (): void => {
    const space = getHeapSpaceStatistics().find(({ space_name: name }) => name === 'new_space')
    const isBelow = (space?.space_size ?? 0) < newSpaceBytes
    if (isBelow === mayGrow) return
    mayGrow = isBelow
    setFlagsFromString(`--semi-space-growth-factor=${isBelow ? 2 : 1}`)
  }
  look()
  setInterval(look, lookEvery).unref()
}
