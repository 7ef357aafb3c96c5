import { useMemo } from 'react'
import type { BitMatrix } from '../../../protocol/inspection/index.ts'
import { formatCount } from '../../format/numbers.ts'
import { otherGlyphs } from '../canvas/glyphs.ts'
import { both, countAll, onlyFirst } from '../matrix/bits.ts'
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
        ['mask-both', '', 'both', countAll(both(a.matrix, b.matrix)) - padding],
        ['mask-a', otherGlyphs.onlyA, `only ${a.view.name}`, countAll(onlyFirst(a.matrix, b.matrix))],
        ['mask-b', otherGlyphs.onlyB, `only ${b.view.name}`, countAll(onlyFirst(b.matrix, a.matrix))],
      ]
    }
    if (!reach) return []
    const [now, before] = [reach.at(-1)!, reach.at(-2) ?? a.matrix]
    return [
      ['reach-before', otherGlyphs.reached, 'through earlier layers', countAll(onlyFirst(before, a.matrix))],
      ['reach-new', otherGlyphs.new, `new in layer ${reach.length}`, countAll(onlyFirst(now, before))],
    ]
  }, [a, b, reach])
  return (
    <ul className="mark-legend" aria-label="Colours">
      {rows.map(([colour, glyph, text, count]) => <li key={text}><KindSwatch colour={colour} glyph={glyph} />{text} <span className="faint">{formatCount(count)}</span></li>)}
    </ul>
  )
}
