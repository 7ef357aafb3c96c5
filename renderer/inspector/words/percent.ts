/** A share as a percentage with three digits; what is not quite none or all never reads as if it were. */
export const percent = (share: number): string => {
  if (share === 0 || share === 1) return `${100 * share} %`
  const value = 100 * share
  if (value < 0.1) return '< 0.1 %'
  if (value > 99.9) return '> 99.9 %'
  return `${value < 10 ? value.toFixed(2) : value.toFixed(1)} %`
}
