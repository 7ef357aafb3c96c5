import type { RunRecord } from '../records.ts'
import type { FieldValue, Figure, RunField } from './fields.ts'

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' })

const compare = (a: Exclude<FieldValue, undefined>, b: Exclude<FieldValue, undefined>): number =>
  typeof a === 'number' && typeof b === 'number' ? a - b : collator.compare(text(a), text(b))

const text = (value: Exclude<FieldValue, undefined>): string => (Array.isArray(value) ? value.join(' ') : String(value))

const missing = (value: FieldValue): boolean => value === undefined || Number.isNaN(value) || (Array.isArray(value) && value.length === 0)

/** Runs in order of a field; those without a value (or with NaN) last whichever way it goes, and equal ones newest first. */
export const orderRuns = (runs: readonly RunRecord[], field: RunField, descending: boolean, figure: Figure): RunRecord[] => {
  const sign = descending ? -1 : 1
  return runs
    .map((run) => ({ run, value: field.read(run, figure) }))
    .sort((a, b) => {
      const [noA, noB] = [missing(a.value), missing(b.value)]
      const byValue = noA || noB ? Number(noA) - Number(noB) : sign * compare(a.value!, b.value!)
      return byValue || (a.run.id < b.run.id ? 1 : -1)
    })
    .map(({ run }) => run)
}
