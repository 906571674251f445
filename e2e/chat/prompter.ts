/** A reply that a test says piece by piece, when it likes. */
export type Prompter = {
  /** As an upstream plays them; whoever asks again hears it from the start. */
  readonly pieces: AsyncIterable<string>
  readonly say: (...pieces: string[]) => void
  readonly end: () => void
}

export function createPrompter(): Prompter {
  const said: string[] = []
  const waiting = new Set<() => void>()
  let isEnded = false

  function wake(): void {
    for (const go of waiting) go()
    waiting.clear()
  }

  async function* play(): AsyncGenerator<string, void> {
    for (let at = 0; ; at += 1) {
      while (at >= said.length) {
        if (isEnded) return
        await new Promise<void>((resolve) => void waiting.add(resolve))
      }
      yield said[at] ?? ''
    }
  }

  return {
    pieces: { [Symbol.asyncIterator]: play },
    say(...pieces) {
      said.push(...pieces)
      wake()
    },
    end() {
      isEnded = true
      wake()
    },
  }
}
