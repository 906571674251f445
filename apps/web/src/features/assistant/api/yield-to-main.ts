const sliceMs = 8

/**
 * Lets a loop that never waits make room for typing and drawing: call it in each round. A message
 * channel is used as timers are slowed down in hidden tabs.
 */
export function createYieldToMain(
  now: () => number = () => performance.now(),
): () => Promise<void> {
  let started = now()
  return async () => {
    if (now() - started < sliceMs) return
    await nextTask()
    started = now()
  }
}

function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.addEventListener('message', () => {
      port1.close()
      resolve()
    })
    port1.start()
    port2.postMessage(null)
  })
}
