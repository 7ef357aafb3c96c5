/** Numbers as places on a colour scale. */
export interface ColourValues {
  values: number[][]
  /** Where which numbers stand, when the scale is logarithmic; null when it is the numbers' own. */
  ticks: { at: number; text: string }[] | null
}

/** From this ratio of the greatest to the least on, a linear scale shows the greatest and nothing else. */
const wide = 10

/** Places on a colour scale: logarithms where the numbers are all positive and lie far apart, else the numbers. */
export const colourValues = (values: readonly (readonly number[])[]): ColourValues => {
  const finite = values.flat().filter(Number.isFinite)
  const [least, greatest] = finite.reduce(([low, high], value) => [Math.min(low, value), Math.max(high, value)], [Infinity, -Infinity])
  if (finite.length === 0 || least <= 0 || greatest / least < wide) return { values: values.map((row) => [...row]), ticks: null }
  const ticks: { at: number; text: string }[] = []
  for (let power = Math.floor(Math.log10(least)); power <= Math.log10(greatest); power++) {
    for (const digit of [1, 2, 5]) {
      const value = Number(`${digit}e${power}`)
      if (value >= least && value <= greatest) ticks.push({ at: Math.log10(value), text: String(value) })
    }
  }
  return { values: values.map((row) => row.map((value) => Math.log10(value))), ticks }
}
