import type { StepFlop } from '../../protocol/plan.ts'

/** What a probe took: milliseconds of a step with one block and with two, and the FLOP of the former. */
export interface ProbeTimes {
  one: number
  two: number
  /** FLOP of the step with one block. */
  flop: StepFlop
}

/**
 * Milliseconds of a whole model's step. A second block took two − one, so all else took 2·one − two; each share grows as its FLOP do.
 * Noise can make either share negative, so neither is let below a tenth of what was timed.
 */
export const estimateStep = ({ one, two, flop }: ProbeTimes, whole: StepFlop): number => {
  const block = Math.min(Math.max(two - one, one / 10), 0.9 * one)
  const rest = one - block
  return block * (ofBlocks(whole) / ofBlocks(flop)) + rest * (ofRest(whole) / ofRest(flop))
}

const ofBlocks = ({ blocks, attention, optimizer }: StepFlop): number => blocks + attention + optimizer
const ofRest = ({ text, patches }: StepFlop): number => text + patches
