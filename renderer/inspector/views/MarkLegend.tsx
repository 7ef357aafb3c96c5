import { useMemo } from 'react'
import type { BitMatrix } from '../../../protocol/inspection/index.ts'
import { formatCount } from '../../format/numbers.ts'
import { otherGlyphs } from '../canvas/glyphs.ts'
import { both, onlyFirst } from '../matrix/bits.ts'
import type { InspectedMask } from '../state/model.ts'
import { KindSwatch } from './Swatch.tsx'

interface MarkLegendProps {
  a: InspectedMask
  b: InspectedMask | null
  reach: readonly BitMatrix[] | null
}

/** What the colours of a difference, or of what layers add, stand for. */
export const MarkLegend = ({ a, b, reach }: MarkLegendProps) => {
  const rows = useMemo((): [string, string, string, number][] => {
    // Padding sees itself under every mask: it is no pair of the sequence, and no difference has it.
    const padding = a.matrix.count() - a.view.allowed
    if (b) {
      return [
        ['mask-both', '', 'both', both(a.matrix, b.matrix).count() - padding],
        ['mask-a', otherGlyphs.onlyA, `only ${a.view.name}`, onlyFirst(a.matrix, b.matrix).count()],
        ['mask-b', otherGlyphs.onlyB, `only ${b.view.name}`, onlyFirst(b.matrix, a.matrix).count()],
      ]
    }
    if (!reach) return []
    const [now, before] = [reach.at(-1)!, reach.at(-2) ?? a.matrix]
    return [
      ['reach-before', otherGlyphs.reached, 'through earlier layers', onlyFirst(before, a.matrix).count()],
      ['reach-new', otherGlyphs.new, `new in layer ${reach.length}`, onlyFirst(now, before).count()],
    ]
  }, [a, b, reach])
  return (
    <ul className="mark-legend" aria-label="Colours">
      {rows.map(([colour, glyph, text, count]) => <li key={text}><KindSwatch colour={colour} glyph={glyph} />{text} <span className="faint">{formatCount(count)}</span></li>)}
    </ul>
  )
}
