import { useCallback } from 'react'
import { useAssistant } from '../conversation/assistant-context.ts'

export const copyRefused = 'The browser did not allow copying'

/** Runs a copy, says how it went, and gives that back. */
export function useCopy(): (copy: () => Promise<void>) => Promise<boolean> {
  const { say } = useAssistant()
  return useCallback(
    async (copy) => {
      try {
        await copy()
        say('Copied')
        return true
      } catch {
        say(copyRefused)
        return false
      }
    },
    [say],
  )
}
