const lines = 8
const dashes = ['solid', 'dash', 'dot', 'dashdot'] as const

/** How a run is drawn wherever it appears. The dash is a second mark, for more runs than colours. */
export interface LineStyle {
  /** Number of a `--chart-N` colour. */
  colour: number
  dash: (typeof dashes)[number]
}

const hash = (text: string): number => {
  let value = 2166136261
  for (const char of text) value = Math.imul(value ^ char.codePointAt(0)!, 16777619)
  return value >>> 0
}

/** A line style for each run: the run's own colour, or the next free one where two of this set would share it. */
export const lineStyles = (runs: readonly string[]): Map<string, LineStyle> => {
  const styles = new Map<string, LineStyle>()
  const used = new Map<number, number>()
  for (const run of runs) {
    const own = hash(run) % lines
    const fewest = Math.min(...Array.from({ length: lines }, (_, i) => used.get(i) ?? 0))
    let colour = own
    while ((used.get(colour) ?? 0) > fewest) colour = (colour + 1) % lines
    const times = used.get(colour) ?? 0
    used.set(colour, times + 1)
    styles.set(run, { colour: colour + 1, dash: dashes[times % dashes.length]! })
  }
  return styles
}

const themed = { theme: '', values: new Map<string, string>() }

/** The value of a colour of the theme, for drawings that cannot read CSS variables. Kept while the theme is on: a drawing asks hundreds of times a frame. */
export const themeColour = (name: string): string => {
  const theme = document.documentElement.dataset['theme'] ?? ''
  if (theme !== themed.theme) Object.assign(themed, { theme, values: new Map() })
  const known = themed.values.get(name)
  if (known !== undefined) return known
  const value = getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim()
  if (value !== '') themed.values.set(name, value)
  return value
}
