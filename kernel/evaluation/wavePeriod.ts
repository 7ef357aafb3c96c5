/** Frequencies among which a period is looked for, Hz. */
const lowest = 60, highest = 1200

/** A lag whose likeness is at least this share of the best is taken before the best, if it is shorter: 2, 3 … periods are as alike as one. */
const nearlyBest = 0.8

/**
 * The period of a wave in samples, to a fraction, and how alike its periods are (0 … 1): the first high peak of the
 * normalised square difference function (McLeod & Wyvill 2005), made exact over the longest whole number of periods in
 * half of the wave.
 */
export function findPeriod(samples: Float32Array, rate: number): { period: number; clarity: number } {
  const shortest = Math.max(2, Math.floor(rate / highest)), longest = Math.min(Math.floor(samples.length / 2), Math.ceil(rate / lowest))
  const likeness = Array.from({ length: Math.floor(samples.length / 2) + 2 }, (_, lag) => (lag >= shortest - 1 ? likenessAt(samples, lag) : 0))
  const peaks: number[] = []
  for (let lag = shortest; lag <= longest; lag++) {
    if (likeness[lag]! > likeness[lag - 1]! && likeness[lag]! >= likeness[lag + 1]!) peaks.push(lag)
  }
  const best = Math.max(0, ...peaks.map((lag) => likeness[lag]!))
  const first = peaks.find((lag) => likeness[lag]! >= nearlyBest * best)
  if (first === undefined || best <= 0) return { period: longest, clarity: 0 }
  let period = refine(likeness, first)
  for (let periods = 2; periods * period <= samples.length / 2; periods *= 2) period = nearPeak(likeness, periods * period) / periods
  return { period, clarity: Math.min(1, likeness[first]!) }
}

/** 2·Σ x_i·x_{i+lag} / Σ (x_i² + x_{i+lag}²): 1 where the wave repeats after `lag`. */
function likenessAt(samples: Float32Array, lag: number): number {
  let product = 0, energy = 0
  for (let i = 0; i + lag < samples.length; i++) {
    const a = samples[i]!, b = samples[i + lag]!
    product += a * b
    energy += a * a + b * b
  }
  return energy === 0 ? 0 : (2 * product) / energy
}

/** The highest whole lag near one, made exact. */
function nearPeak(likeness: readonly number[], near: number): number {
  let best = Math.round(near)
  for (const lag of [best - 1, best + 1]) if ((likeness[lag] ?? -1) > likeness[best]!) best = lag
  return refine(likeness, best)
}

/** The top of the parabola through a peak and its neighbours. */
function refine(likeness: readonly number[], peak: number): number {
  const a = likeness[peak - 1] ?? 0, b = likeness[peak]!, c = likeness[peak + 1] ?? 0
  const bend = a - 2 * b + c
  return bend >= 0 ? peak : peak + Math.max(-0.5, Math.min(0.5, (a - c) / (2 * bend)))
}
