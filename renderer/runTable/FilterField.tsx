import { useId } from 'react'
import type { FilterError } from '../../protocol/runFilter/index.ts'

interface FilterFieldProps {
  value: string
  error: FilterError | null
  onChange(value: string): void
}

/** Where the filter is typed. What cannot be read is said below it, with the place marked; the rows stay as they were. */
export const FilterField = ({ value, error, onChange }: FilterFieldProps) => {
  const id = useId()
  return (
    <div className="filter-field">
      <input
        type="search" className="mono" aria-label="Filter" aria-invalid={error !== null} aria-describedby={error ? id : undefined} spellCheck={false}
        placeholder="lambda > 1 and status = done and tag:good" title="Names, settings and metrics: =, !=, <, <=, >, >=, ~ (contains); and, or, not, brackets. A word alone is looked for in name, status, tags and notes."
        value={value} onChange={(event) => onChange(event.target.value)}
      />
      {error && (
        <p id={id} role="alert" className="small bad">
          {error.message}{' '}
          <span className="mono" aria-hidden="true">{value.slice(0, error.at)}<mark>{value.slice(error.at, error.at + error.length) || '␣'}</mark>{value.slice(error.at + error.length)}</span>
        </p>
      )}
    </div>
  )
}
