import { formatCount } from '../format/numbers.ts'
import { Icon } from '../ui/Icon.tsx'

interface PagerProps {
  from: number
  shown: number
  /** Null where there is no end. */
  size: number | null
  count: number
  busy: boolean
  onFrom(from: number): void
}

/** Which documents are seen, and the way to others. */
export const Pager = ({ from, shown, size, count, busy, onFrom }: PagerProps) => (
  <span className="row pager">
    <button type="button" className="icon-only bordered" aria-label="Documents before" title="Documents before" disabled={busy || from === 0} onClick={() => onFrom(Math.max(0, from - count))}><Icon name="back" /></button>
    <span aria-live="polite">{shown === 0 ? 'none' : `${formatCount(from)} to ${formatCount(from + shown - 1)}`}</span>
    <button type="button" className="icon-only bordered" aria-label="Documents after" title="Documents after" disabled={busy || (size !== null && from + count >= size)} onClick={() => onFrom(from + count)}><Icon name="forward" /></button>
    <label className="field">
      From
      <input type="number" min={0} {...(size === null ? {} : { max: Math.max(0, size - 1) })} value={from} aria-label="Number of the first document" onChange={(event) => { const wanted = Math.floor(Number(event.target.value)); if (Number.isFinite(wanted)) onFrom(Math.max(0, Math.min(wanted, (size ?? Infinity) - 1))) }} />
    </label>
  </span>
)
