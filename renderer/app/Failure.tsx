import { Component, type ReactNode } from 'react'

interface FailureState {
  error: Error | null
}

/** Shown when the page itself is broken: what happened, and the way out. Runs are not touched by it. */
export class Failure extends Component<{ children: ReactNode }, FailureState> {
  override state: FailureState = { error: null }

  static getDerivedStateFromError(error: Error): FailureState {
    return { error }
  }

  override render(): ReactNode {
    const { error } = this.state
    if (!error) return this.props.children
    return (
      <div className="empty" role="alert">
        <h2>The page stopped on a mistake of its own</h2>
        <p>Training and saved notebooks are not touched. Reload the page to go on.</p>
        <p><button type="button" className="primary" onClick={() => window.location.reload()}>Reload</button></p>
        <pre className="output-text">{error.stack ?? error.message}</pre>
      </div>
    )
  }
}
