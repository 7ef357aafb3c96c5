/** How long a run will still take, from its own recent steps; time spent on evaluation and samples counts, pauses do not. */
export class Eta {
  readonly #steps: number
  #perStep: number | null = null
  #last: number | null = null

  constructor(steps: number) {
    this.#steps = steps
  }

  /** Forgets the time since the last step: called after a pause. */
  rest(): void {
    this.#last = null
  }

  /**
   * @param now milliseconds
   * @returns milliseconds left after this step
   */
  step(step: number, now: number): number {
    if (this.#last !== null) {
      const took = now - this.#last
      this.#perStep = this.#perStep === null ? took : this.#perStep + (took - this.#perStep) / Math.min(100, step)
    }
    this.#last = now
    return Math.round((this.#perStep ?? 0) * (this.#steps - step))
  }
}
