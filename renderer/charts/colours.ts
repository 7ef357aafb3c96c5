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

/** Colours that are taken for each other when no third lies between them: both are used only where there are many. */
const alike: readonly (readonly [number, number])[] = [[3, 6], [1, 6], [1, 4], [0, 5], [2, 5]]
const isLike = (a: number, b: number): boolean => alike.some(([one, other]) => (a === one && b === other) || (a === other && b === one))

/** A line style for each run: the run's own colour, or the next free one where two of this set would share it or have two that look alike. */
export const lineStyles = (runs: readonly string[]): Map<string, LineStyle> => {
  const styles = new Map<string, LineStyle>()
  const used = new Map<number, number>()
  for (const run of runs) {
    const own = hash(run) % lines
    const fewest = Math.min(...Array.from({ length: lines }, (_, i) => used.get(i) ?? 0))
    const free = Array.from({ length: lines }, (_, i) => (own + i) % lines).filter((colour) => (used.get(colour) ?? 0) === fewest)
    const colour = free.find((candidate) => ![...used.keys()].some((taken) => isLike(candidate, taken))) ?? free[0]!
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
