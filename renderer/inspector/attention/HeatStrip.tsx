import { useMemo, useSyncExternalStore } from 'react'
import { floats, type AttentionReading } from '../../../protocol/inspection/index.ts'
import { currentTheme, onThemeChange } from '../../actions/appearance.ts'
import { css, themeRgb } from '../canvas/colours.ts'
import { drawStripHeat } from '../canvas/drawStrip.ts'
import { focusOf } from '../state/inspectorState.ts'
import { useInspector, useInspectorState } from '../views/InspectorContext.ts'
import { StripCanvas, type StripOverlay } from '../views/StripCanvas.tsx'
import { entropyBits, spreadWords, weightsAt } from './spread.ts'

/** The attention of what is looked at over the sequence: over the image for a word, over the caption for a patch. */
export const HeatStrip = ({ reading }: { reading: AttentionReading }) => {
  const { model: { sequence } } = useInspector()
  const theme = useSyncExternalStore(onThemeChange, currentTheme)
  const focus = useInspectorState(focusOf)
  const direction = useInspectorState((state) => state.direction)
  const weights = useMemo(() => (reading.maps ? floats(reading.maps.weights) : null), [reading])
  const shares = useMemo(() => (weights && focus ? weightsAt(weights, reading.sequence.length, focus.at, direction, sequence.length) : null), [weights, focus, direction, reading, sequence])
  const overlay = useMemo(() => {
    if (!shares || !focus) return null
    const most = Math.max(...shares), full = themeRgb('heat-over'), paper = themeRgb('matrix-paper')
    // Attention lights up: what gets none lies under the page's colour, what gets most under the heat's.
    const colourOf = (share: number): string => (share / most < 0.5 ? css(paper, 0.78 - (1.56 * share) / most) : css(full, 0.7 * ((2 * share) / most - 1)))
    const overlay: StripOverlay = (context, layout, band) => drawStripHeat(context, layout, shares, colourOf, focus.at, band)
    return overlay
  }, [shares, focus, theme])
  return (
    <>
      <StripCanvas overlay={overlay} holds />
      <div className="focus-sentence" aria-live="polite" aria-label="Where attention goes">
        {!focus || !shares
          ? <p className="faint">Point at a token or a patch: where its attention goes is drawn over the sequence.</p>
          : direction === 'sees'
            ? <><p>{spreadWords(sequence, focus.at, shares)}.</p><p className="soft">Spread: {entropyBits(shares).toFixed(2)} bits, as over {Math.round(2 ** entropyBits(shares))} alike.</p></>
            : <p>It is given {shares.reduce((sum, share) => sum + share, 0).toFixed(2)} in all by {shares.filter((share) => share > 0).length} queries.</p>}
      </div>
    </>
  )
}
