const minus = '−'
const withMinus = (text: string): string => text.replace(/^-/, minus)

const special = (value: number): string | null =>
  Number.isNaN(value) ? 'NaN' : value === Infinity ? '∞' : value === -Infinity ? `${minus}∞` : null

/** `1e+5` → `1e5`, without zeros that say nothing. */
const tidyExponent = (text: string): string => {
  const [digits = '', exponent = ''] = text.split('e')
  const short = digits.includes('.') ? digits.replace(/\.?0+$/, '') : digits
  return `${short}e${exponent.replace('+', '')}`
}

/** A measured number to `digits` significant digits: 0.12345 → `0.1235`, 0.0003 → `3e-4`. */
export const formatNumber = (value: number, digits = 4): string => {
  const word = special(value)
  if (word) return word
  if (value === 0) return '0'
  const size = Math.abs(value)
  if (size < 1e-3 || size >= 1e7) return withMinus(tidyExponent(value.toExponential(digits - 1)))
  const decimals = Math.max(0, digits - 1 - Math.floor(Math.log10(size)))
  return withMinus(value.toFixed(Math.min(decimals, 12)))
}

/** A number that somebody wrote, exactly: 0.0003 → `3e-4`, never rounded. Can be pasted into code. */
export const formatExactNumber = (value: number): string => {
  const plain = String(value)
  if (!Number.isFinite(value) || value === 0) return plain
  const exponent = tidyExponent(value.toExponential())
  return plain.includes('e') || (Math.abs(value) < 1e-2 && exponent.length < plain.length) ? exponent : plain
}

/** A signed difference: `+0.031`, `−0.2`, `0`. */
export const formatDelta = (value: number, digits = 3): string => {
  const text = formatNumber(value, digits)
  return value > 0 ? `+${text}` : text
}

const grouped = new Intl.NumberFormat('en-US')

/** A count with thin groups: 12000 → `12,000`. */
export const formatCount = (value: number): string => grouped.format(Math.round(value))

/** A large count in short: 1234567 → `1.2 M`. */
export const formatShortCount = (value: number): string => {
  if (value < 10_000) return formatCount(value)
  const [size, unit] = value < 1e6 ? [1e3, 'k'] : value < 1e9 ? [1e6, 'M'] : [1e9, 'B']
  const scaled = value / size
  return `${scaled < 10 ? scaled.toFixed(1) : Math.round(scaled)} ${unit}`
}

/** 1536 → `1.5 kB`. */
export const formatBytes = (bytes: number): string => {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3))
  const scaled = bytes / 1000 ** power
  return `${power === 0 || scaled >= 100 ? Math.round(scaled) : scaled.toFixed(1)} ${units[power]}`
}
