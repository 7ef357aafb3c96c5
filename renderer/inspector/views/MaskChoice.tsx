import { maskNames, maskSettingName, type MaskSetting } from '../../../protocol/config/mask.ts'

interface MaskChoiceProps {
  label: string
  /** Masks that are not shipped: those the inspection came with. */
  own: readonly MaskSetting[]
  value: MaskSetting | null
  /** Whether none may be chosen. */
  optional?: boolean
  onChange(mask: MaskSetting | null): void
}

/** One of the shipped masks, or of those that were asked for. */
export const MaskChoice = ({ label, own, value, optional = false, onChange }: MaskChoiceProps) => {
  const all: MaskSetting[] = [...own, ...maskNames]
  const at = value === null ? '' : String(all.findIndex((mask) => JSON.stringify(mask) === JSON.stringify(value)))
  return (
    <label className="field">
      {label}
      <select value={at} onChange={(event) => onChange(event.target.value === '' ? null : all[Number(event.target.value)]!)}>
        {optional && <option value="">none</option>}
        {all.map((mask, i) => <option key={i} value={i}>{maskSettingName(mask)}{typeof mask === 'string' ? '' : ' (own)'}</option>)}
      </select>
    </label>
  )
}
