import { useMemo, useRef, useState } from 'react'
import type { AttentionReading } from '../../../protocol/inspection/index.ts'
import { createStore } from '../../state/store.ts'
import { initialInspector, setDirection } from '../state/inspectorState.ts'
import { lineOf } from '../state/marks.ts'
import { modelOf } from '../state/model.ts'
import { useStore } from '../../state/store.ts'
import { Checks } from '../views/Checks.tsx'
import { InspectorContext, type InspectorContextValue } from '../views/InspectorContext.ts'
import { Toggle } from '../views/Toggle.tsx'
import { usePixels } from '../views/usePixels.ts'
import { ExportWeights } from './ExportWeights.tsx'
import { HeadGrid, type HeadChoice } from './HeadGrid.tsx'
import { HeadMatrix, type AttentionStep } from './HeadMatrix.tsx'
import { HeatStrip } from './HeatStrip.tsx'
import { figuresOf, KindMeans } from './KindMeans.tsx'

interface AttentionBodyProps {
  reading: AttentionReading
  name: string
  /** A second run over the same sequence. */
  other: { reading: AttentionReading; name: string } | null
  step: AttentionStep
  chosen: HeadChoice
  wheelZooms: boolean
  onChoose(head: HeadChoice): void
}

const headWords = ({ layer, head }: HeadChoice): string =>
  layer === null ? 'mean over all heads' : head === null ? `layer ${layer + 1}, mean over heads` : `layer ${layer + 1}, head ${head + 1}`

export const AttentionBody = ({ reading, name, other, step, chosen, wheelZooms, onChoose }: AttentionBodyProps) => {
  const root = useRef<HTMLDivElement>(null)
  const [store] = useState(() => createStore(initialInspector))
  const direction = useStore(store, (state) => state.direction)
  const value = useContextValue(reading, store)
  const otherValue = useContextValue(other?.reading ?? reading, store)
  const columns = [{ name, figures: figuresOf(reading.figures, chosen) }, ...(other ? [{ name: other.name, figures: figuresOf(other.reading.figures, chosen) }] : [])]
  return (
    <InspectorContext value={value}>
      <div className="inspector-grid" ref={root}>
        <div className="inspector-side">
          <Toggle label="Direction" value={direction} options={[['sees', 'attends to'], ['seenBy', 'is attended by']]} onChange={(to) => store.update((state) => setDirection(state, to))} />
          <HeatStrip reading={reading} />
          {other && <InspectorContext value={otherValue}><h3>{other.name}</h3><HeatStrip reading={other.reading} /></InspectorContext>}
          {other && <h3>Checks of {name}</h3>}
          <Checks name={name} checks={[reading.check]} />
          {other && <><h3>Checks of {other.name}</h3><Checks name={other.name} checks={[other.reading.check]} /></>}
        </div>
        <div className="inspector-main">
          <HeadGrid reading={reading} chosen={chosen} onChoose={onChoose} />
          <div className="row"><h3>{headWords(chosen)}</h3><span className="faint small">{step === 'weights' ? 'colour by the square root of the weight, full for the strongest in a hundred' : 'colour from the lowest to the highest score'}; step {reading.step}</span><span className="spacer" /><ExportWeights reading={reading} head={headWords(chosen)} root={root} /></div>
          <div className={`matrices ${other ? 'two' : ''}`}>
            <figure>{other && <figcaption>{name}</figcaption>}<HeadMatrix reading={reading} step={step} name={headWords(chosen)} wheelZooms={wheelZooms} /></figure>
            {other && <figure><InspectorContext value={otherValue}><figcaption>{other.name}</figcaption><HeadMatrix reading={other.reading} step={step} name={headWords(chosen)} wheelZooms={wheelZooms} /></InspectorContext></figure>}
          </div>
          <KindMeans columns={columns} averaged={reading.averaged} />
        </div>
      </div>
    </InspectorContext>
  )
}

const useContextValue = (reading: AttentionReading, store: InspectorContextValue['store']): InspectorContextValue => {
  const model = useMemo(() => modelOf({ sequence: reading.sequence, masks: [reading.mask] }), [reading])
  const pixels = usePixels(model.sequence)
  return useMemo(() => ({ model, store, pixels, marks: (focus, direction) => lineOf(model.masks[0]!.matrix, focus.at, direction, model.sequence.length) }), [model, store, pixels])
}
