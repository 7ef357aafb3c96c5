import type { MetricCurve } from '../../protocol/records.ts'
import { readNumber } from '../client/frames.ts'

/** Steps and values of one metric of one run: ascending steps in growable typed arrays. */
export class Series {
  #steps = new Float64Array(64)
  #values = new Float64Array(64)
  #length = 0
  #means: Series | null = null

  /** A curve as the host sends it. */
  static of({ steps, values, means }: MetricCurve): Series {
    const series = new Series()
    steps.forEach((step, i) => series.append(step, readNumber(values[i])))
    if (means) {
      series.#means = new Series()
      means.steps.forEach((step, i) => series.#means!.append(step, readNumber(means.values[i])))
    }
    return series
  }

  /** Whether the host has points that are left out here: least and greatest of each stretch are there. */
  get isThinned(): boolean {
    return this.#means !== null
  }

  /** What averages are taken of: the means of the stretches where points are left out, else the points. */
  get whole(): Series {
    return this.#means ?? this
  }

  get length(): number {
    return this.#length
  }

  get steps(): Float64Array {
    return this.#steps.subarray(0, this.#length)
  }

  get values(): Float64Array {
    return this.#values.subarray(0, this.#length)
  }

  get lastStep(): number {
    return this.#length === 0 ? -Infinity : this.#steps[this.#length - 1]!
  }

  get lastValue(): number | undefined {
    return this.#length === 0 ? undefined : this.#values[this.#length - 1]!
  }

  /** A step that is not after the last one replaces it and what followed: that is what a resumed run does. */
  append(step: number, value: number): void {
    this.#means?.append(step, value)
    if (step <= this.lastStep) this.#length = this.#firstAtOrAfter(step)
    if (this.#length === this.#steps.length) this.#grow()
    this.#steps[this.#length] = step
    this.#values[this.#length++] = value
  }

  /** Appends what another curve has after this one's last step. */
  follow({ steps, values }: Series): void {
    const last = this.lastStep
    steps.forEach((step, i) => { if (step > last) this.append(step, values[i]!) })
  }

  #firstAtOrAfter(step: number): number {
    let low = 0
    let high = this.#length
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.#steps[middle]! < step) low = middle + 1
      else high = middle
    }
    return low
  }

  #grow(): void {
    const longer = (old: Float64Array): Float64Array<ArrayBuffer> => {
      const grown = new Float64Array(old.length * 2)
      grown.set(old)
      return grown
    }
    this.#steps = longer(this.#steps)
    this.#values = longer(this.#values)
  }
}
