interface ToggleProps<Value extends string> {
  label: string
  value: Value
  options: readonly (readonly [Value, string])[]
  onChange(value: Value): void
}

/** One of a few, all in sight. */
export const Toggle = <Value extends string>({ label, value, options, onChange }: ToggleProps<Value>) => (
  <span className="toggle" role="group" aria-label={label}>
    {options.map(([option, words]) => <button key={option} type="button" aria-pressed={option === value} onClick={() => onChange(option)}>{words}</button>)}
  </span>
)
