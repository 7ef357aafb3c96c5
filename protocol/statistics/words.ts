import { canonicalJson, type Json } from '../config/paths.ts'

const minus = '−'

/** A number to `digits` significant digits, without an exponent while it can be read without one. */
export const numberWord = (value: number, digits = 4): string => {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value > 0 ? '∞' : `${minus}∞`
  const size = Math.abs(value)
  if (size !== 0 && (size < 1e-4 || size >= 1e7)) return value.toExponential(digits - 1).replace('e+', 'e').replace(/^-/, minus)
  const decimals = size === 0 ? 0 : Math.max(0, digits - 1 - Math.floor(Math.log10(size)))
  return value.toFixed(Math.min(decimals, 12)).replace(/^-/, minus)
}

/**
 * A mean and its spread to the digits that the spread leaves meaning: 0.03127 ± 0.00912 → 0.031 and 0.009. A spread
 * that begins with 1 keeps two digits, since one would lose up to half of it, and so does one that a larger mean would be rounded to.
 */
export const meanWords = (mean: number, spread: number | null): { mean: string; spread: string | null } => {
  if (spread === null || !Number.isFinite(spread) || !Number.isFinite(mean)) return { mean: numberWord(mean), spread: null }
  if (spread === 0) return { mean: numberWord(mean), spread: '0' }
  const power = Math.floor(Math.log10(spread))
  // Rounded to 0.03 ± 0.03, a mean that is beyond its spread would look as if it were not.
  const hidden = Math.abs(mean) > spread && Math.round(Math.abs(mean) / 10 ** power) <= Math.round(spread / 10 ** power)
  const digits = spread / 10 ** power < 2 || hidden ? 2 : 1
  const decimals = digits - 1 - power
  if (decimals > 9 || decimals < -6) return { mean: numberWord(mean), spread: numberWord(spread, 2) }
  const at = (value: number): string => (decimals >= 0 ? value.toFixed(decimals) : String(Math.round(value * 10 ** decimals) / 10 ** decimals)).replace(/^-(?=.*[1-9])/, minus).replace(/^-/, '')
  return { mean: at(mean), spread: at(spread) }
}

/** `0.031 ± 0.009`, or the mean alone. */
export const plusMinus = (mean: number, spread: number | null): string => {
  const words = meanWords(mean, spread)
  return words.spread === null ? words.mean : `${words.mean} ± ${words.spread}`
}

/** A config value exactly as it is: never rounded. A key that a config does not have is a dash. */
export const valueWord = (value: Json | undefined): string => {
  if (value === undefined || value === null) return '—'
  return typeof value === 'string' ? (value === '' ? '""' : value) : canonicalJson(value)
}

const knownKeys: Record<string, string> = { 'loss.lambda': 'λ', 'patch.size': 'patch', 'loss.textWeight': 'text weight', 'data.name': 'data' }

/** What a config key is called in a label: `loss.lambda` → λ, else its last part unless two keys share it. */
export const keyWord = (path: string, others: readonly string[]): string => {
  const last = path.split('.').at(-1)!
  return knownKeys[path] ?? (others.some((other) => other !== path && other.split('.').at(-1) === last) ? path : last)
}
