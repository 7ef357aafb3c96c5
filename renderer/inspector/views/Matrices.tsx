import { useMemo, useSyncExternalStore } from 'react'
import { currentTheme, onThemeChange } from '../../actions/appearance.ts'
import { differenceInks, maskInks, reachInks } from '../canvas/inks.ts'
import { inkPicture } from '../canvas/pictures.ts'
import { lineOf } from '../state/marks.ts'
import type { BitMatrix } from '../../../protocol/inspection/index.ts'
import type { InspectedMask } from '../state/model.ts'
import { useInspector, useInspectorState } from './InspectorContext.ts'
import { MatrixCanvas } from './MatrixCanvas.tsx'

interface MatricesProps {
  a: InspectedMask
  b: InspectedMask | null
  /** What is reached layer by layer; null where one layer is shown. */
  reach: readonly BitMatrix[] | null
  wheelZooms: boolean
}

/** One mask, what layers add to it, or two masks as one difference or side by side. */
export const Matrices = ({ a, b, reach, wheelZooms }: MatricesProps) => {
  const display = useInspectorState((state) => state.display)
  if (b && display === 'sideBySide') {
    return (
      <div className="matrices two">
        {[a, b].map((mask, i) => <figure key={i}><figcaption>{mask.view.name}</figcaption><OneMask mask={mask} wheelZooms={wheelZooms} /></figure>)}
      </div>
    )
  }
  return <div className="matrices">{b ? <Difference a={a} b={b} wheelZooms={wheelZooms} /> : reach ? <Reached reach={reach} name={a.view.name} wheelZooms={wheelZooms} /> : <OneMask mask={a} wheelZooms={wheelZooms} />}</div>
}

const useTheme = (): string => useSyncExternalStore(onThemeChange, currentTheme)
const sizeWords = (length: number): string => `${length} queries by ${length} keys. Arrow keys move, plus and minus zoom, 0 fits, Escape lets go.`

const OneMask = ({ mask: { view, matrix }, wheelZooms }: { mask: InspectedMask; wheelZooms: boolean }) => {
  const { model } = useInspector()
  const muted = useInspectorState((state) => state.muted)
  const theme = useTheme()
  const picture = useMemo(() => inkPicture(model, maskInks(model, matrix, muted)), [model, matrix, muted, theme])
  const own = useMemo(() => (focus: { at: number }, direction: 'sees' | 'seenBy') => lineOf(matrix, focus.at, direction, model.sequence.length), [matrix, model])
  return <MatrixCanvas label={`Mask ${view.name}, ${sizeWords(model.sequence.length)}`} picture={picture} marks={own} wheelZooms={wheelZooms} />
}

const Difference = ({ a, b, wheelZooms }: { a: InspectedMask; b: InspectedMask; wheelZooms: boolean }) => {
  const { model, marks } = useInspector()
  const theme = useTheme()
  const picture = useMemo(() => inkPicture(model, differenceInks({ name: a.view.name, matrix: a.matrix }, { name: b.view.name, matrix: b.matrix })), [model, a, b, theme])
  return <MatrixCanvas label={`Difference of ${a.view.name} and ${b.view.name}, ${sizeWords(model.sequence.length)}`} picture={picture} marks={marks} wheelZooms={wheelZooms} />
}

const Reached = ({ reach, name, wheelZooms }: { reach: readonly BitMatrix[]; name: string; wheelZooms: boolean }) => {
  const { model, marks } = useInspector()
  const muted = useInspectorState((state) => state.muted)
  const theme = useTheme()
  const picture = useMemo(() => inkPicture(model, reachInks(model, reach, muted)), [model, reach, muted, theme])
  return <MatrixCanvas label={`Mask ${name} after ${reach.length} layers, ${sizeWords(model.sequence.length)}`} picture={picture} marks={marks} wheelZooms={wheelZooms} />
}
