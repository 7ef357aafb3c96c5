/** Measured at every step and alike in most runs: what a chart falls back on. */
const everyStep = ['train.image', 'train.text']

/**
 * The metric of a chart: what the user chose, or else what is wanted of it, where that serves; or else the first that does.
 * @param known metrics that the runs have, in order
 * @param serves whether a metric's curves say something: more than a point, and numbers that mean the same in all runs
 */
export const shownMetric = (known: readonly string[], chosen: string | null, wanted: string, serves: (key: string) => boolean): string => {
  if (chosen !== null && known.includes(chosen)) return chosen
  const candidates = [wanted, ...everyStep, ...known].filter((key) => known.includes(key))
  return candidates.find(serves) ?? candidates[0] ?? wanted
}
