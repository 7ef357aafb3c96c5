import type { LineStyle } from '../charts/colours.ts'

const dashArrays: Record<LineStyle['dash'], string> = { solid: 'none', dash: '4 2', dot: '2 2', dashdot: '5 2 1 2' }

/** A run's line as it is drawn in the charts. */
export const Swatch = ({ style }: { style: LineStyle }) => (
  <svg className="swatch" viewBox="0 0 12 12" aria-hidden="true">
    <path d="M0 6h12" stroke={`var(--chart-${style.colour})`} strokeWidth="3" strokeDasharray={dashArrays[style.dash]} />
  </svg>
)
