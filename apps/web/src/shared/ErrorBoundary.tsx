import { Component, type ReactNode } from 'react'

export type ErrorBoundaryProps = {
  /** Stands in the place of the part that failed. */
  fallback: ReactNode
  children: ReactNode
}

/**
 * Error boundary: keeps a failure while drawing to the part of the page it happened in. React offers
 * this to classes only.
 */
export class ErrorBoundary extends Component<ErrorBoundaryProps, { failed: boolean }> {
  override state = { failed: false }

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true }
  }

  override render(): ReactNode {
    return this.state.failed ? this.props.fallback : this.props.children
  }
}
