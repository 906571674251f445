import { useEffect, useLayoutEffect, useRef } from 'react'
import { z } from 'zod'

const memorySchema = z.object({ offset: z.number().min(0), pages: z.number().int().min(1) })
/** Where a list stood: how far it was scrolled and how many pages it had loaded for that. */
type ScrollMemory = z.infer<typeof memorySchema>

/** More than this many pages are not fetched again only to restore a place. */
const maxPages = 10

const storageKey = (list: string) => `askdesk.scroll.${list}`

function readScroll(list: string): ScrollMemory | null {
  try {
    const parsed = memorySchema.safeParse(
      JSON.parse(sessionStorage.getItem(storageKey(list)) ?? ''),
    )
    return parsed.success ? { ...parsed.data, pages: Math.min(parsed.data.pages, maxPages) } : null
  } catch {
    return null
  }
}

function writeScroll(list: string, memory: ScrollMemory): void {
  try {
    sessionStorage.setItem(storageKey(list), JSON.stringify(memory))
  } catch {
    // Storage is full or switched off: the place is lost on reload, nothing else is.
  }
}

/**
 * Brings a list back to where it was left: on Back and Forward at once, after a reload as soon as the
 * pages it needs are loaded again (`loadMore` is called until then).
 */
export function useScrollMemory(options: {
  list: string
  viewport: HTMLElement | null
  loadedPages: number
  canLoadMore: boolean
  loadMore: () => void
}): void {
  const { list, viewport, loadedPages, canLoadMore, loadMore } = options
  const restored = useRef<string | null>(null)
  const pages = useRef(loadedPages)

  useLayoutEffect(() => {
    pages.current = loadedPages
    if (viewport === null || loadedPages === 0 || restored.current === list) return
    const memory = readScroll(list)
    if (memory !== null && memory.pages > loadedPages && canLoadMore) {
      loadMore()
      return
    }
    restored.current = list
    viewport.scrollTo({ top: memory?.offset ?? 0 })
  }, [list, viewport, loadedPages, canLoadMore, loadMore])

  useEffect(() => {
    if (viewport === null) return
    let frame = 0
    // Coalesces scroll events: one write a frame at most.
    const remember = () => {
      cancelAnimationFrame(frame)
      frame = requestAnimationFrame(() => {
        if (restored.current === list && pages.current > 0) {
          writeScroll(list, { offset: viewport.scrollTop, pages: pages.current })
        }
      })
    }
    viewport.addEventListener('scroll', remember, { passive: true })
    return () => {
      cancelAnimationFrame(frame)
      viewport.removeEventListener('scroll', remember)
    }
  }, [list, viewport])
}
