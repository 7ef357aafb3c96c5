/** Round numbers within a range, about `count` of them: steps of 1, 2 or 5 times a power of ten. */
export const niceTicks = (least: number, greatest: number, count = 5): number[] => {
  const rough = (greatest - least) / count
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 5, 10].map((times) => times * power).find((size) => size >= rough * (1 - 1e-9)) ?? 10 * power
  const first = Math.ceil(least / step - 1e-9)
  // Multiples, not sums: sums would gather rounding, and 0.1 + 0.2 is no label.
  return Array.from({ length: Math.floor(greatest / step + 1e-9) - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)))
}
