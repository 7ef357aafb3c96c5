import { formatNumber } from '../format/numbers.ts'

const size = { width: 96, height: 20 }

/** How often values lie where, from the least to the most. */
export const Histogram = ({ counts, least, most }: { counts: readonly number[]; least: number; most: number }) => {
  const highest = Math.max(1, ...counts)
  const step = size.width / counts.length
  const words = `from ${formatNumber(least, 3)} to ${formatNumber(most, 3)}`
  return (
    <svg width={size.width} height={size.height} role="img" aria-label={`Histogram ${words}`}>
      <title>{words}</title>
      {counts.map((count, i) => {
        const height = (count / highest) * size.height
        return <rect key={i} x={i * step} y={size.height - height} width={Math.max(1, step - 1)} height={height} fill="currentColor" />
      })}
    </svg>
  )
}
