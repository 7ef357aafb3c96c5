/** What the host wants of a run that is under way. */
export class RunControl {
  stopping = false
  #paused: { promise: Promise<void>; resume: () => void } | null = null

  get paused(): boolean {
    return this.#paused !== null
  }

  pause(): void {
    if (this.#paused) return
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#paused = { promise, resume: resolve }
  }

  continue(): void {
    this.#paused?.resume()
    this.#paused = null
  }

  stop(): void {
    this.stopping = true
    this.continue()
  }

  /** Resolves when the run may go on. */
  async whenContinued(): Promise<void> {
    await this.#paused?.promise
  }
}
