/** A duration as people say it: `45 s`, `12 min 5 s`, `3 h 20 min`. */
export const duration = (milliseconds: number): string => {
  const seconds = Math.max(0, Math.round(milliseconds / 1000))
  if (seconds < 60) return `${seconds} s`
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`
  const minutes = Math.floor(seconds / 60)
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

/** A bar of the given width: `█████░░░░░`. */
export const bar = (share: number, width: number): string => {
  const full = Math.round(Math.min(1, Math.max(0, share || 0)) * width)
  return '█'.repeat(full) + '░'.repeat(width - full)
}

/** A measured number in few characters, the same width of meaning whatever its size. */
export const figure = (value: number | undefined): string => {
  if (value === undefined) return '–'
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value > 0 ? '∞' : '−∞'
  if (value !== 0 && (Math.abs(value) < 1e-3 || Math.abs(value) >= 1e6)) return value.toExponential(2)
  return Number(value.toPrecision(4)).toString()
}

/** A number, perhaps with its unit or its difference from another. */
const isFigure = (text: string): boolean => /^([−+-]?(\d[\d.]*(e[+-]?\d+)?|∞)( %|\/\d+| \(.*\))?|NaN|–|)$/.test(text)

/** Rows under their headings, columns aligned; columns of numbers to the right. */
export const table = (headings: readonly string[], rows: readonly (readonly string[])[]): string => {
  const widths = headings.map((heading, column) => Math.max(heading.length, ...rows.map((row) => (row[column] ?? '').length)))
  const right = headings.map((_, column) => rows.length > 0 && rows.every((row) => isFigure(row[column] ?? '')))
  const line = (cells: readonly string[]): string =>
    cells.map((cell, column) => (right[column] ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!))).join('  ').trimEnd()
  return [headings, ...rows].map(line).join('\n')
}
