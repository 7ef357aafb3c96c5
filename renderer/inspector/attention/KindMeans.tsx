import { pairKindLabels, pairKinds, type HeadFigures } from '../../../protocol/inspection/index.ts'
import { kindColour } from '../canvas/colours.ts'
import { kindGlyphs } from '../canvas/glyphs.ts'
import { KindSwatch } from '../views/Swatch.tsx'
import { percent } from '../words/percent.ts'
import type { HeadChoice } from './HeadGrid.tsx'

/** The mean of the figures that a choice stands for. */
export const figuresOf = (figures: readonly HeadFigures[], { layer, head }: HeadChoice): Omit<HeadFigures, 'layer' | 'head'> | null => {
  const chosen = figures.filter((one) => (layer === null || one.layer === layer) && (head === null || one.head === head))
  if (chosen.length === 0) return null
  const mean = (of: (one: HeadFigures) => number): number => chosen.reduce((sum, one) => sum + of(one), 0) / chosen.length
  return {
    entropy: mean(({ entropy }) => entropy), distance: mean(({ distance }) => distance), outside: Math.max(...chosen.map(({ outside }) => outside)),
    kinds: Object.fromEntries(pairKinds.map((kind) => [kind, mean(({ kinds }) => kinds[kind])])) as HeadFigures['kinds'],
  }
}

interface KindMeansProps {
  columns: readonly { name: string; figures: ReturnType<typeof figuresOf> }[]
  /** How many sequences they are means over. */
  averaged: number
}

/** How much attention goes to each kind of pair, and how widely and far a head looks. */
export const KindMeans = ({ columns, averaged }: KindMeansProps) => (
  <table className="legend" aria-label="Mean attention by kind of pair">
    <thead><tr><th scope="col">mean over {averaged === 1 ? 'this sequence' : `${averaged} held-out sequences`}</th>{columns.map(({ name }, i) => <th key={i} scope="col" className="number">{name}</th>)}</tr></thead>
    <tbody>
      {pairKinds.filter((kind) => columns.some(({ figures }) => (figures?.kinds[kind] ?? 0) > 0)).map((kind) => (
        <tr key={kind}>
          <th scope="row"><span className="row"><KindSwatch colour={kindColour(kind)} glyph={kindGlyphs[kind]} />{pairKindLabels[kind]}</span></th>
          {columns.map(({ figures }, i) => <td key={i} className="number">{figures ? percent(figures.kinds[kind]) : '—'}</td>)}
        </tr>
      ))}
      <tr><th scope="row">entropy</th>{columns.map(({ figures }, i) => <td key={i} className="number">{figures ? `${figures.entropy.toFixed(3)} nats` : '—'}</td>)}</tr>
      <tr><th scope="row">distance</th>{columns.map(({ figures }, i) => <td key={i} className="number">{figures ? `${figures.distance.toFixed(1)} positions` : '—'}</td>)}</tr>
      <tr><th scope="row">mass outside the mask</th>{columns.map(({ figures }, i) => <td key={i} className={`number ${figures && figures.outside !== 0 ? 'bad' : ''}`}>{figures ? String(figures.outside) : '—'}</td>)}</tr>
    </tbody>
  </table>
)
