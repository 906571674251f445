import { monitorEventLoopDelay } from 'node:perf_hooks'

/*
 * Loaded into a service under test before its own code: measures how long its event loop is held,
 * from the first question on, and answers each with the longest so far.
 */

const delay = monitorEventLoopDelay({ resolution: 1 })

process.on('message', (message) => {
  if (message !== 'how long was the loop held') return
  process.send?.({ loopHeldMs: delay.max / 1e6 })
  delay.enable()
  delay.reset()
})
// A listener keeps the channel, and with it a process that is otherwise done.
process.channel?.unref()
