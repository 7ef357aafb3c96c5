/** Natural logarithm of the gamma function for x > 0: Lanczos' approximation with g = 7 and nine terms, good to 1e-14. */
const logGamma = (x: number): number => {
  const terms = [676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059, 12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7]
  const sum = terms.reduce((total, term, i) => total + term / (x + i), 0.99999999999980993)
  const t = x + 6.5
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(t) - t + Math.log(sum)
}

/** The continued fraction of the incomplete beta function, by Lentz's method (Numerical Recipes, §6.4). */
const betaFraction = (a: number, b: number, x: number): number => {
  const least = 1e-300
  const away = (value: number): number => (Math.abs(value) < least ? least : value)
  let c = 1
  let d = 1 / away(1 - ((a + b) * x) / (a + 1))
  let fraction = d
  for (let m = 1; m <= 400; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    d = 1 / away(1 + even * d)
    c = away(1 + even / c)
    fraction *= d * c
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    d = 1 / away(1 + odd * d)
    c = away(1 + odd / c)
    fraction *= d * c
    if (Math.abs(d * c - 1) < 1e-15) break
  }
  return fraction
}

/** Regularised incomplete beta function I_x(a, b). */
const incompleteBeta = (a: number, b: number, x: number): number => {
  if (x <= 0 || x >= 1) return x <= 0 ? 0 : 1
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x))
  return x < (a + 1) / (a + b + 2) ? (front * betaFraction(a, b, x)) / a : 1 - (front * betaFraction(b, a, 1 - x)) / b
}

/** Share of Student's t distribution with `freedom` degrees of freedom that lies within ±t, for t ≥ 0. */
export const studentTWithin = (t: number, freedom: number): number => incompleteBeta(0.5, freedom / 2, (t * t) / (freedom + t * t))

/** Share beyond ±t, for t ≥ 0: the two-sided p; not 1 minus the above, which would round small shares away. */
export const studentTBeyond = (t: number, freedom: number): number => incompleteBeta(freedom / 2, 0.5, freedom / (freedom + t * t))

/**
 * The t that a share of the distribution lies within: 0.95 and 4 degrees of freedom give 2.776, the factor of a 95 %
 * interval from five values.
 */
export const studentT = (share: number, freedom: number): number => {
  let low = 0
  let high = 1
  while (studentTWithin(high, freedom) < share) high *= 2
  for (let i = 0; i < 200 && high - low > 1e-12 * high; i++) {
    const middle = (low + high) / 2
    if (studentTWithin(middle, freedom) < share) low = middle
    else high = middle
  }
  return (low + high) / 2
}
