import { useCallback, useState } from 'react'

/** State of the fault lab: the fault for the next question, and whether it is open. */
export function useFaultLab() {
  const [isOpen, setIsOpen] = useState(false)
  const [marker, setMarker] = useState<string | null>(null)
  return {
    isOpen,
    marker,
    setMarker,
    toggle: () => setIsOpen((was) => !was),
    close: () => setIsOpen(false),
    /** The question is out: the one after it is not broken. */
    forget: useCallback(() => setMarker(null), []),
  }
}
