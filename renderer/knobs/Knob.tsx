import { ladder } from './ladder.ts'
import type { Literal } from './literals.ts'

interface KnobProps {
  literal: Literal
  onChange(value: Literal['value']): void
}

/** One literal as a slider with a number, a select or a tick box. */
export const Knob = ({ literal: { field, value }, onChange }: KnobProps) => {
  const range = field.minimum > -Infinity ? ` From ${field.minimum} to ${field.maximum}.` : ''
  return (
    <label className="knob" title={`${field.path}: ${field.description}.${range}${field.unit && ` In ${field.unit}.`}`}>
      <span className="mono">{field.path}</span>
      {typeof value === 'boolean' && <input type="checkbox" checked={value} onChange={(event) => onChange(event.target.checked)} />}
      {typeof value === 'string' && (
        <select value={value} onChange={(event) => onChange(event.target.value)}>
          {[...new Set([...field.choices, value])].map((choice) => <option key={choice}>{choice}</option>)}
        </select>
      )}
      {typeof value === 'number' && <NumberKnob field={field} value={value} onChange={onChange} />}
    </label>
  )
}

const NumberKnob = ({ field, value, onChange }: { field: Literal['field']; value: number; onChange(value: number): void }) => {
  const stops = ladder(field, value)
  return (
    <>
      <input
        type="range" min={0} max={stops.length - 1} step={1} value={stops.indexOf(value)} aria-label={field.path} aria-valuetext={String(value)}
        onChange={(event) => onChange(stops[Number(event.target.value)] ?? value)}
      />
      <output className="mono">{String(value)}</output>
    </>
  )
}
