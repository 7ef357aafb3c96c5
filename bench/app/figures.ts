/** A measured figure beside what it may be. */
export interface Figure {
  what: string
  value: number
  unit: 'ms' | '%'
  budget: number
  /** How it was taken. */
  how: string
}

export const quantile = (values: readonly number[], share: number): number => [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(share * values.length))] ?? NaN

export const line = ({ what, value, unit, budget, how }: Figure): string =>
  `${value <= budget ? 'met   ' : 'MISSED'}  ${what}: ${value.toFixed(value < 10 ? 1 : 0)} ${unit} (budget ${budget} ${unit}); ${how}`
