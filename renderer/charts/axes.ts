import type { RunRecord } from '../../protocol/records.ts'
import type { Series } from '../state/series.ts'

/** What a curve is drawn over. */
export const axes = ['step', 'elements', 'images', 'flops', 'time'] as const
export type Axis = (typeof axes)[number]

export const axisWords: Record<Axis, { option: string; title: string; hover: string; ticks?: string }> = {
  step: { option: 'step', title: 'step', hover: ',d', ticks: ',~r' },
  elements: { option: 'elements', title: 'elements seen', hover: ',d' },
  images: { option: 'images', title: 'images seen', hover: ',d' },
  flops: { option: 'FLOP (6ND)', title: 'FLOP, as 6 × parameters × elements seen', hover: '.3s' },
  time: { option: 'training time', title: 'training time, minutes (without evaluation and pauses)', hover: ',.2f' },
}

/** From a step of a run to a place on the axis. */
export type Place = (step: number) => number

/**
 * Elements and images of a step are the run's mean per step times the step. Training time adds up elements ÷
 * (elements per second) over the steps, straight between recorded ones.
 */
export const placeOn = (axis: Axis, run: Pick<RunRecord, 'step' | 'elementsSeen' | 'imagesSeen' | 'parameters'>, speed: Pick<Series, 'steps' | 'values'> | undefined): Place => {
  const done = Math.max(1, run.step)
  switch (axis) {
    case 'step': return (step) => step
    case 'elements': return (step) => (run.elementsSeen / done) * step
    case 'images': return (step) => (run.imagesSeen / done) * step
    case 'flops': return run.parameters === null ? () => NaN : (step) => (6 * run.parameters! * run.elementsSeen / done) * step
    case 'time': return speed === undefined || speed.steps.length === 0 ? () => NaN : clock(speed, run.elementsSeen / done)
  }
}

const clock = ({ steps, values }: Pick<Series, 'steps' | 'values'>, elementsPerStep: number): Place => {
  const minutes = new Float64Array(steps.length)
  let total = 0
  steps.forEach((step, i) => {
    const took = elementsPerStep / values[i]! / 60
    if (Number.isFinite(took)) total += took * (step - (i === 0 ? 0 : steps[i - 1]!))
    minutes[i] = total
  })
  return (step) => {
    let low = 0
    let high = steps.length - 1
    while (low < high) {
      const middle = (low + high) >> 1
      if (steps[middle]! < step) low = middle + 1
      else high = middle
    }
    const [x0, y0] = low === 0 ? [0, 0] : [steps[low - 1]!, minutes[low - 1]!]
    const [x1, y1] = [steps[low]!, minutes[low]!]
    return x1 === x0 ? y1 : y0 + ((y1 - y0) * (step - x0)) / (x1 - x0)
  }
}
