import { useMemo } from 'react'
import { floats, type AttentionReading } from '../../../protocol/inspection/index.ts'
import { Thumbnail } from './Thumbnail.tsx'

/** A head; null in a place is the mean over all. */
export interface HeadChoice {
  layer: number | null
  head: number | null
}

interface HeadGridProps {
  reading: AttentionReading
  chosen: HeadChoice
  onChoose(head: HeadChoice): void
}

/** Every head of every layer, small, with how widely and how far it looks. */
export const HeadGrid = ({ reading: { layers, heads, figures, thumbnails }, chosen, onChoose }: HeadGridProps) => {
  const small = useMemo(() => thumbnails?.weights.map(floats), [thumbnails])
  return (
    <div className="head-grid" role="group" aria-label="Heads" style={{ gridTemplateColumns: `auto repeat(${heads}, minmax(58px, 74px))` }}>
      <HeadButton choice={{ layer: null, head: null }} chosen={chosen} label="mean over all heads" onChoose={onChoose}>all</HeadButton>
      {Array.from({ length: heads }, (_, head) => <span key={head} className="faint small head-column">head {head + 1}</span>)}
      {Array.from({ length: layers }, (_, layer) => [
        <HeadButton key={`l${layer}`} choice={{ layer, head: null }} chosen={chosen} label={`mean of layer ${layer + 1}`} onChoose={onChoose}>layer {layer + 1}</HeadButton>,
        ...Array.from({ length: heads }, (_, head) => {
          const figure = figures.find((one) => one.layer === layer && one.head === head)
          const words = figure ? `entropy ${figure.entropy.toFixed(2)} nats, distance ${figure.distance.toFixed(1)} positions` : ''
          return (
            <HeadButton key={`${layer} ${head}`} choice={{ layer, head }} chosen={chosen} label={`layer ${layer + 1}, head ${head + 1}: ${words}`} onChoose={onChoose}>
              {thumbnails && small && <Thumbnail weights={small[layer * heads + head]!} side={thumbnails.side} />}
              {figure && <span className="head-figures mono"><span title="entropy, nats">{figure.entropy.toFixed(1)}</span><span title="mean distance, positions">{figure.distance.toFixed(0)}↔</span></span>}
            </HeadButton>
          )
        }),
      ])}
    </div>
  )
}

const HeadButton = ({ choice, chosen, label, onChoose, children }: { choice: HeadChoice; chosen: HeadChoice; label: string; onChoose(head: HeadChoice): void; children: React.ReactNode }) => (
  <button type="button" className="head" aria-pressed={choice.layer === chosen.layer && choice.head === chosen.head} aria-label={label} title={label} onClick={() => onChoose(choice)}>{children}</button>
)
