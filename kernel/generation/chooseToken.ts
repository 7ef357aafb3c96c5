import type { Random } from '../random/stream.ts'

/** How a token is drawn from logits. */
export interface Choosing {
  /** 0 takes the likeliest token; else the odds are softmax(logits / temperature). */
  temperature: number
  /** Nucleus sampling (Holtzman et al. 2020): only the fewest likeliest tokens that together have these odds. Default 1: all. */
  topP?: number
  /** Min-p sampling (Nguyen et al. 2024): only tokens with at least this share of the likeliest one's odds. Default 0: all. */
  minP?: number
}

/** A token from logits; −∞ is never taken. */
export const chooseToken = (logits: Float32Array, { temperature, topP = 1, minP = 0 }: Choosing, random: Random): number => {
  let best = 0
  for (let i = 1; i < logits.length; i++) if (logits[i]! > logits[best]!) best = i
  if (temperature === 0) return best
  // Odds relative to the likeliest token, which has 1.
  const odds = Float64Array.from(logits, (logit) => Math.exp((logit - logits[best]!) / temperature))
  if (minP > 0) for (let i = 0; i < odds.length; i++) if (odds[i]! < minP) odds[i] = 0
  if (topP < 1) keepNucleus(odds, topP)
  let left = random.uniform() * odds.reduce((sum, value) => sum + value, 0)
  for (let i = 0; i < odds.length; i++) if ((left -= odds[i]!) < 0) return i
  return best
}

const keepNucleus = (odds: Float64Array, topP: number): void => {
  const order = Array.from(odds, (_, i) => i).sort((a, b) => odds[b]! - odds[a]! || a - b)
  const enough = topP * odds.reduce((sum, value) => sum + value, 0)
  let sum = 0
  for (const i of order) {
    if (sum >= enough && sum > 0) odds[i] = 0
    else sum += odds[i]!
  }
}
