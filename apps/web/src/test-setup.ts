import { cleanup, configure } from '@testing-library/react'
import { afterEach, beforeEach, vi } from 'vitest'

// The whole document in each message would hide what was looked for.
configure({
  getElementError: (message) => new Error(message ?? 'not found'),
  // A busy machine takes seconds to import a lazy part for the first time.
  asyncUtilTimeout: 15_000,
})

// Polyfills for jsdom, as the page's libraries ask for them. Each answers as a wide, light, idle screen would.
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
window.HTMLDialogElement.prototype.showModal ??= function showModal() {
  this.open = true
}
window.HTMLDialogElement.prototype.close ??= function close() {
  this.open = false
  this.dispatchEvent(new Event('close'))
}
// Sizes of a laid out page, so that a virtual list has room for rows.
Object.defineProperties(window.Element.prototype, {
  clientWidth: { get: () => 1200 },
  clientHeight: { get: () => 800 },
})
Object.defineProperty(window.HTMLElement.prototype, 'offsetHeight', { get: () => 53 })

// A console.error that a test did not ask for is a fault that nobody looked at.
const complaints = vi.spyOn(console, 'error')
beforeEach(() => {
  complaints.mockClear()
})
afterEach(() => {
  cleanup()
  const { calls } = complaints.mock
  localStorage.clear()
  sessionStorage.clear()
  history.replaceState(null, '', '/')
  if (calls.length > 0) throw new Error(`console.error was called: ${calls.join('\n')}`)
})
