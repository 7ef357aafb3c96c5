/**
 * A de-biased moving average whose weight fades with the distance in steps, not with the number of points: thinned and
 * full data give the same curve. At distance d the weight of the past is `amount ** (d / unit)`; `unit` is a fixed
 * share of the planned steps, so a curve does not change behind its head while the run goes on.
 * NaN and infinities stay as they are and do not enter the average.
 */
export const smooth = (steps: ArrayLike<number>, values: ArrayLike<number>, amount: number, unit: number): Float64Array => {
  const smoothed = new Float64Array(values.length)
  let sum = 0
  let weight = 0
  let lastStep = NaN
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!
    if (!Number.isFinite(value)) {
      smoothed[i] = value
      continue
    }
    const distance = Number.isNaN(lastStep) ? unit : steps[i]! - lastStep
    const past = amount <= 0 ? 0 : Math.min(amount, 0.9999) ** (distance / unit)
    sum = past * sum + (1 - past) * value
    weight = past * weight + (1 - past)
    smoothed[i] = sum / weight
    lastStep = steps[i]!
  }
  return smoothed
}

/** The unit of `smooth` for a run: five hundred of them make the run. */
export const smoothingUnit = (plannedSteps: number): number => Math.max(1, plannedSteps / 500)
