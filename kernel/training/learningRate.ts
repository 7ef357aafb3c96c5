import type { RunConfig } from '../../protocol/config/index.ts'

/** Linear warm-up from 0, then half a cosine from lr to lrMin (paper §4.1). @param step counted from 1 */
export const learningRate = (step: number, { lr, lrMin, warmup, steps }: RunConfig['train']): number => {
  if (step <= warmup) return (lr * step) / warmup
  const done = Math.min(1, (step - warmup) / Math.max(1, steps - warmup))
  return lrMin + ((lr - lrMin) * (1 + Math.cos(Math.PI * done))) / 2
}
