import { useEffect, useRef } from 'react'
import { ladder } from './ladder.ts'
import type { Literal } from './literals.ts'

interface KnobProps {
  literal: Literal
  /** Told when a slider is taken hold of. */
  onHold(): void
  /** Told when it is let go of elsewhere than it was. */
  onLetGo(): void
  onChange(value: Literal['value']): void
}

/** One literal as a slider with a number, a select or a tick box. */
export const Knob = ({ literal: { field, value }, onHold, onLetGo, onChange }: KnobProps) => {
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
      {typeof value === 'number' && <NumberKnob field={field} value={value} onHold={onHold} onLetGo={onLetGo} onChange={onChange} />}
    </label>
  )
}

interface NumberKnobProps extends Pick<KnobProps, 'onHold' | 'onLetGo'> {
  field: Literal['field']
  value: number
  onChange(value: number): void
}

const NumberKnob = ({ field, value, onHold, onLetGo, onChange }: NumberKnobProps) => {
  const stops = ladder(field, value)
  const slider = useRef<HTMLInputElement>(null)
  const letGo = useRef(onLetGo)
  letGo.current = onLetGo
  useEffect(() => {
    const element = slider.current
    const told = (): void => letGo.current()
    // The document's own event, which ends a drag: what React calls a change is each step of it.
    element?.addEventListener('change', told)
    return () => element?.removeEventListener('change', told)
  }, [])
  return (
    <>
      <input
        ref={slider} type="range" min={0} max={stops.length - 1} step={1} value={stops.indexOf(value)} aria-label={field.path} aria-valuetext={String(value)}
        onPointerDown={onHold} onChange={(event) => onChange(stops[Number(event.target.value)] ?? value)}
      />
      <output className="mono">{String(value)}</output>
    </>
  )
}
