import { pairKindLabels, pairKinds, type MaskView } from '../../../protocol/inspection/index.ts'
import { formatCount } from '../../format/numbers.ts'
import { kindColour } from '../canvas/colours.ts'
import { kindGlyphs } from '../canvas/glyphs.ts'
import { toggleMuted } from '../state/inspectorState.ts'
import { percent } from '../words/percent.ts'
import { useInspector, useInspectorState } from './InspectorContext.ts'
import { KindSwatch } from './Swatch.tsx'

/** Pairs by kind: how many there are, how many the mask allows, and what they cost. A press pales a kind. */
export const Legend = ({ mask, other }: { mask: MaskView; other: MaskView | null }) => {
  const { model: { sequence }, store } = useInspector()
  const muted = useInspectorState((state) => state.muted)
  const all = sequence.length ** 2
  const shown = pairKinds.filter((kind) => mask.pairs[kind].all > 0)
  return (
    <table className="legend" aria-label="Pairs by kind">
      <thead>
        <tr><th scope="col">query → key</th><th scope="col" className="number">allowed</th>{other && <th scope="col" className="number">{other.name}</th>}<th scope="col" className="number">of its pairs</th><th scope="col" className="number" title="Share of the attention FLOPs over the sequence; a score and a weighted sum cost the same for each pair">of FLOPs</th></tr>
      </thead>
      <tbody>
        {shown.map((kind) => {
          const { allowed, all: possible } = mask.pairs[kind]
          return (
            <tr key={kind} className={muted.includes(kind) ? 'muted' : ''}>
              <th scope="row">
                <button type="button" className="legend-kind" aria-pressed={!muted.includes(kind)} title="Draw it pale or in full" onClick={() => store.update((state) => toggleMuted(state, kind))}>
                  <KindSwatch colour={kindColour(kind)} glyph={kindGlyphs[kind]} />{pairKindLabels[kind]}
                </button>
              </th>
              <td className="number">{formatCount(allowed)}</td>
              {other && <td className={`number ${other.pairs[kind].allowed !== allowed ? 'differs' : ''}`}>{formatCount(other.pairs[kind].allowed)}</td>}
              <td className="number bar"><span style={{ width: `${(100 * allowed) / possible}%`, background: `var(--${kindColour(kind)})` }} />{percent(allowed / possible)}</td>
              <td className="number">{percent(allowed / all)}</td>
            </tr>
          )
        })}
      </tbody>
      <tfoot>
        <tr><th scope="row">all pairs</th><td className="number">{formatCount(mask.allowed)}</td>{other && <td className="number">{formatCount(other.allowed)}</td>}<td className="number">{percent(mask.density)}</td><td className="number">{percent(mask.allowed / all)}</td></tr>
      </tfoot>
    </table>
  )
}
