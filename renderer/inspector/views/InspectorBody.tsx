import { useMemo, useRef, useState } from 'react'
import type { MaskSetting } from '../../../protocol/config/mask.ts'
import type { Inspection, InspectionSpec } from '../../../protocol/inspection/index.ts'
import { createStore } from '../../state/store.ts'
import { differenceInks, maskInks, reachInks } from '../canvas/inks.ts'
import { useReach } from '../reach/useReach.ts'
import { initialInspector, onOtherSequence, setDirection, type Focus, type InspectorState } from '../state/inspectorState.ts'
import { marksOfReach, marksOfTwo, lineOf } from '../state/marks.ts'
import { modelOf } from '../state/model.ts'
import { useStore, type Store } from '../../state/store.ts'
import { differenceWords } from '../words/difference.ts'
import type { Direction } from '../words/sentence.ts'
import { Checks } from './Checks.tsx'
import { ExportMask } from './ExportMask.tsx'
import { InspectorContext } from './InspectorContext.ts'
import { Legend } from './Legend.tsx'
import { MarkLegend } from './MarkLegend.tsx'
import { MaskChoice } from './MaskChoice.tsx'
import { Matrices } from './Matrices.tsx'
import { NoiseSlider } from './NoiseSlider.tsx'
import { RealModelCheck } from './RealModelCheck.tsx'
import { ReachSlider } from './ReachSlider.tsx'
import { Sentence } from './Sentence.tsx'
import { StripCanvas } from './StripCanvas.tsx'
import { Toggle } from './Toggle.tsx'
import { usePixels } from './usePixels.ts'

interface InspectorBodyProps {
  spec: InspectionSpec
  inspection: Inspection
  /** Identity of its sequence: another one is looked at from the start. */
  of: string
  /** Number of the masks that are shown, in `inspection.masks`. */
  shown: readonly [number, number | null]
  own: readonly MaskSetting[]
  /** Whether it is the page, rather than a part of one. */
  whole: boolean
  busy: boolean
  /** Of the sequence's images; null where a layout says it. */
  noise: number | null
  onNoise(noise: number): void
  onMasks(a: MaskSetting, b: MaskSetting | null): void
}

/** Most layers of the slider where the checks followed fewer. */
const leastLayers = 4

export const InspectorBody = ({ spec, inspection, of, shown: [atA, atB], own, whole, busy, noise, onNoise, onMasks }: InspectorBodyProps) => {
  const root = useRef<HTMLElement>(null)
  const store = useStoreOf(of)
  const model = useMemo(() => modelOf(inspection), [inspection])
  const pixels = usePixels(model.sequence)
  const a = model.masks[atA]!, b = atB === null ? null : model.masks[atB]!
  const layers = useStore(store, (state) => state.layers)
  const display = useStore(store, (state) => state.display)
  const direction = useStore(store, (state) => state.direction)
  const most = Math.max(leastLayers, a.view.reach.layers)
  const reach = useReach(a.matrix, most, layers > 1 && !b)
  const reached = useMemo(() => (layers > 1 && !b && reach.layers ? reach.layers.slice(0, Math.min(layers, reach.layers.length)) : null), [layers, b, reach.layers])

  const marks = useMemo(() => (focus: Focus, towards: Direction): Uint8Array => {
    const { length } = model.sequence
    if (b) return marksOfTwo(a.matrix, b.matrix, focus.at, towards, length)
    return reached ? marksOfReach(reached, focus.at, towards, length) : lineOf(a.matrix, focus.at, towards, length)
  }, [model, a, b, reached])

  const named = [a, ...(b ? [b] : [])].map(({ view, matrix }) => ({ name: view.name, matrix }))
  const shownSets = () => {
    const { muted } = store.get()
    if (b && display === 'difference') return [{ name: `Difference of ${a.view.name} and ${b.view.name}`, set: differenceInks(named[0]!, named[1]!) }]
    if (reached) return [{ name: `${a.view.name} after ${reached.length} layers`, set: reachInks(model, reached, muted) }]
    return named.map(({ name, matrix }) => ({ name, set: maskInks(model, matrix, muted) }))
  }
  const words = useMemo(() => b && differenceWords(model.sequence, a.matrix, b.matrix, [a.view.name, b.view.name]), [model, a, b])
  return (
    <InspectorContext value={{ model, store, pixels, marks }}>
      <section ref={root} className={`inspector ${whole ? 'whole' : ''}`} aria-label="Mask inspector" aria-busy={busy}>
        <div className="toolbar inspector-tools">
          <MaskChoice label={b ? 'Mask A' : 'Mask'} own={own} value={a.view.setting} onChange={(mask) => mask && onMasks(mask, b?.view.setting ?? null)} />
          <MaskChoice label={b ? 'B' : 'against'} own={own} value={b?.view.setting ?? null} optional onChange={(mask) => onMasks(a.view.setting, mask)} />
          {b && <Toggle label="How two masks are shown" value={display} options={[['difference', 'Difference'], ['sideBySide', 'Side by side']]} onChange={(to) => store.update((state) => ({ ...state, display: to }))} />}
          <Toggle label="Direction" value={direction} options={[['sees', 'sees'], ['seenBy', 'is seen by']]} onChange={(to) => store.update((state) => setDirection(state, to))} />
          {noise !== null && <NoiseSlider value={noise} onChange={onNoise} />}
          {!b && (
            <ReachSlider
              layers={layers} most={most} settled={reach.layers?.length ?? null} progress={layers > 1 && !reach.layers ? reach.done : null}
              onChange={(to) => store.update((state) => ({ ...state, layers: to }))}
            />
          )}
          <span className="spacer" />
          <ExportMask mask={named[0]!} root={root} shown={shownSets} />
        </div>
        {words && <p className="difference-words" aria-label="What the difference means">{words}</p>}
        <div className={`inspector-grid ${b && display === 'sideBySide' ? 'stacked' : ''}`}>
          <div className="inspector-side">
            <StripCanvas />
            <Sentence masks={named} layers={reached ? layers : 1} />
            <h3>Checks{b && ` of ${a.view.name}`}</h3>
            <Checks name={a.view.name} checks={a.view.checks} />
            <RealModelCheck key={`${a.view.sha256} ${model.title} ${noise}`} spec={spec} mask={a.view} />
            {b && <><h3>Checks of {b.view.name}</h3><Checks name={b.view.name} checks={b.view.checks} /></>}
          </div>
          <div className="inspector-main">
            <Matrices a={a} b={b} reach={reached} wheelZooms={whole} />
            {(b || reached) && <MarkLegend a={a} b={b} reach={reached} />}
            <Legend mask={a.view} other={b?.view ?? null} />
          </div>
        </div>
      </section>
    </InspectorContext>
  )
}

/** The state of what is looked at on a sequence. Of another sequence it is a new one, in which the reader's choices stay. */
const useStoreOf = (sequence: string): Store<InspectorState> => {
  const [kept, setKept] = useState(() => ({ sequence, store: createStore(initialInspector) }))
  if (kept.sequence === sequence) return kept.store
  const next = { sequence, store: createStore(onOtherSequence(kept.store.get())) }
  setKept(next)
  return next.store
}
