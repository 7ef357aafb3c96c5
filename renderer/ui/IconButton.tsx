import { Icon, type IconName } from './Icon.tsx'

interface IconButtonProps {
  icon: IconName
  /** What it does: its accessible name and its tooltip. */
  label: string
  onClick(): void
  disabled?: boolean
  className?: string
}

/** A button that is only a drawing. */
export const IconButton = ({ icon, label, onClick, disabled = false, className = '' }: IconButtonProps) => (
  <button type="button" className={`icon-only ${className}`} aria-label={label} title={label} disabled={disabled} onClick={(event) => { event.stopPropagation(); onClick() }}>
    <Icon name={icon} />
  </button>
)
