import type { Random } from '../random/stream.ts'

/** A token from logits: the likeliest at temperature 0, else drawn from softmax(logits / temperature). */
export const chooseToken = (logits: Float32Array, temperature: number, random: Random): number => {
  let best = 0
  for (let i = 1; i < logits.length; i++) if (logits[i]! > logits[best]!) best = i
  if (temperature === 0) return best
  const weights = Float64Array.from(logits, (logit) => Math.exp((logit - logits[best]!) / temperature))
  let left = random.uniform() * weights.reduce((sum, weight) => sum + weight, 0)
  for (let i = 0; i < weights.length; i++) if ((left -= weights[i]!) < 0) return i
  return best
}
