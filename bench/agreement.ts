import type { Side, StepLosses } from './side.ts'

/** How far two sides that should compute the same are apart. */
export interface Agreement {
  agrees: boolean
  /** Largest relative difference of a loss or a global gradient norm, over the steps taken. */
  losses: number
  /** Largest relative difference of the norm of one parameter's gradient. */
  gradientNorms: number
  /** Largest ‖a − b‖ / ‖b‖ of one parameter's gradient. */
  gradients: number
  /** The parameter whose gradient is furthest apart. */
  worst: string
  /** What both said at the first step. */
  first: { ours: StepLosses; reference: StepLosses }
}

export const tolerance = 1e-4
const steps = 3

/**
 * Compares the losses and gradient norms of a few steps and every gradient of the first. The later steps also compare
 * clipping and AdamW.
 */
export const compareSides = async (ours: Side, reference: Side): Promise<Agreement> => {
  const first = await Promise.all([ours.run(1), reference.run(1)])
  const [a, b] = await Promise.all([ours.firstMoments(), reference.firstMoments()])
  const later = await Promise.all([ours.run(steps - 1), reference.run(steps - 1)])
  const stepsOfOurs = [...first[0], ...later[0]], stepsOfReference = [...first[1], ...later[1]]
  const losses = Math.max(...stepsOfOurs.flatMap((step, i) =>
    Object.entries(step.losses).map(([key, value]) => relative(value, stepsOfReference[i]!.losses[key] ?? NaN))))
  const each = Object.entries(a).map(([name, gradient]) => ({ name, ...distance(gradient, b[name] ?? new Float32Array(gradient.length)) }))
  const gradientNorms = Math.max(...each.map(({ norms }) => norms))
  const worst = each.reduce((most, entry) => (entry.apart > most.apart ? entry : most))
  const all = [losses, gradientNorms, worst.apart]
  return {
    // Written so that NaN does not agree.
    agrees: all.every((value) => value <= tolerance),
    losses, gradientNorms, gradients: worst.apart, worst: worst.name, first: { ours: first[0][0]!.losses, reference: first[1][0]!.losses },
  }
}

const relative = (a: number, b: number): number => Math.abs(a - b) / Math.max(Math.abs(b), 1e-12)

const distance = (a: Float32Array, b: Float32Array): { norms: number; apart: number } => {
  let ofA = 0, ofB = 0, between = 0
  for (let i = 0; i < a.length; i++) {
    ofA += a[i]! ** 2
    ofB += b[i]! ** 2
    between += (a[i]! - b[i]!) ** 2
  }
  return { norms: relative(Math.sqrt(ofA), Math.sqrt(ofB)), apart: Math.sqrt(between / Math.max(ofB, 1e-24)) }
}
