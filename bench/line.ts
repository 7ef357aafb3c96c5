/** A straight line through points, by least squares. */
export interface Line {
  slope: number
  intercept: number
  /** Standard error of the slope, as if the points' deviations were independent. */
  error: number
}

/** @throws when there are fewer than three points, or all at one x */
export const fitLine = (points: readonly (readonly [x: number, y: number])[]): Line => {
  const n = points.length
  const meanX = points.reduce((sum, [x]) => sum + x, 0) / n, meanY = points.reduce((sum, [, y]) => sum + y, 0) / n
  const spreadX = points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0)
  if (n < 3 || spreadX === 0) throw new Error('a line needs three points at different places')
  const slope = points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0) / spreadX
  const intercept = meanY - slope * meanX
  const squares = points.reduce((sum, [x, y]) => sum + (y - intercept - slope * x) ** 2, 0)
  return { slope, intercept, error: Math.sqrt(squares / (n - 2) / spreadX) }
}
