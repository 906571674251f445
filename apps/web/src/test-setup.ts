import { cleanup } from '@testing-library/react'
import { afterEach, beforeEach, expect, vi } from 'vitest'

// What jsdom lacks and the page's libraries ask for. Each answers as a wide, light, idle screen would.
window.matchMedia = (query: string): MediaQueryList => {
  const list = new EventTarget()
  return Object.assign(list, {
    matches: /min-width/.test(query),
    media: query,
    onchange: null,
    addListener: () => undefined,
    removeListener: () => undefined,
  })
}
window.ResizeObserver = class {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
}
window.HTMLElement.prototype.scrollIntoView = () => undefined
window.HTMLElement.prototype.scrollTo = () => undefined

// A console.error that a test did not ask for is a fault that nobody looked at.
beforeEach(() => {
  vi.spyOn(console, 'error')
})
afterEach(() => {
  cleanup()
  const calls = vi.mocked(console.error).mock.calls
  vi.mocked(console.error).mockRestore()
  localStorage.clear()
  sessionStorage.clear()
  history.replaceState(null, '', '/')
  expect(calls, 'console.error was called').toEqual([])
})
