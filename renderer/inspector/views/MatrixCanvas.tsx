import { useEffect, useLayoutEffect, useRef, useSyncExternalStore } from 'react'
import { currentTheme, onThemeChange } from '../../actions/appearance.ts'
import { drawFocus } from '../canvas/drawFocus.ts'
import { drawMatrix } from '../canvas/drawMatrix.ts'
import { frameOf } from '../canvas/frame.ts'
import { onFrames } from '../canvas/onFrames.ts'
import type { Picture } from '../canvas/pictures.ts'
import { watch } from '../../state/store.ts'
import { focusOf, type Focus } from '../state/inspectorState.ts'
import type { Direction } from '../words/sentence.ts'
import { useInspector } from './InspectorContext.ts'
import { fitView, listenToPointer, pressKey, revealLocked, type MatrixControls } from './pointer.ts'
import { useSize } from './useSize.ts'

/** Milliseconds of a frame in which new pieces of a matrix are painted, so that zooming keeps up with the screen. */
const paintBudget = 4

interface MatrixCanvasProps {
  /** What it shows: its accessible name. */
  label: string
  picture: Picture
  marks(focus: Focus, direction: Direction): Uint8Array
  /** Whether the wheel zooms without Ctrl: not where the page around it scrolls. */
  wheelZooms: boolean
}

/** A matrix with the sequence along its sides. What follows the pointer is a second canvas over the first. */
export const MatrixCanvas = ({ label, picture, marks, wheelZooms }: MatrixCanvasProps) => {
  const { model: { sequence }, store, pixels } = useInspector()
  const [box, size] = useSize<HTMLDivElement>()
  const base = useRef<HTMLCanvasElement>(null), over = useRef<HTMLCanvasElement>(null)
  const theme = useSyncExternalStore(onThemeChange, currentTheme)
  const controls: MatrixControls | null = size && { store, length: sequence.length, size }

  useLayoutEffect(() => {
    if (controls && store.get().fitted) fitView(controls)
  }, [size, sequence, store])

  useEffect(() => {
    const element = box.current
    return element && controls ? listenToPointer(element, controls, wheelZooms) : undefined
  }, [size, sequence, store, wheelZooms])

  useEffect(() => {
    if (controls) return watch(store, ({ locked }) => locked, () => revealLocked(controls))
  }, [size, sequence, store])

  useLayoutEffect(() => {
    const context = base.current?.getContext('2d')
    if (!context || !size) return
    const drawing = onFrames(() => {
      const { canvas } = context
      const whole = drawMatrix(context, sequence, picture, pixels, frameOf(canvas.width, canvas.height, size.ratio, store.get().view), performance.now() + paintBudget)
      // When it was drawn, and drawn whole: what `npm run bench:inspector` reads.
      canvas.dataset['drawn'] = String(performance.now())
      if (whole) canvas.dataset['whole'] = canvas.dataset['drawn']
      return whole
    })
    drawing.ask()
    const unwatch = watch(store, ({ view }) => view, drawing.ask)
    return () => {
      unwatch()
      drawing.stop()
    }
  }, [size, sequence, picture, pixels, store, theme])

  useLayoutEffect(() => {
    const context = over.current?.getContext('2d')
    if (!context || !size) return
    const drawing = onFrames(() => {
      const state = store.get(), focus = focusOf(state)
      drawFocus(context, sequence, frameOf(context.canvas.width, context.canvas.height, size.ratio, state.view),
        focus && { focus, marks: marks(focus, state.direction), direction: state.direction, locked: state.locked !== null })
      context.canvas.dataset['drawn'] = String(performance.now())
      return true
    })
    drawing.ask()
    const unsubscribe = store.subscribe(drawing.ask)
    return () => {
      unsubscribe()
      drawing.stop()
    }
  }, [size, sequence, store, marks, theme])

  const pixelSize = size ? { width: size.width * size.ratio, height: size.height * size.ratio } : {}
  return (
    <div
      ref={box} className="matrix" role="application" aria-roledescription="attention matrix" aria-label={label} tabIndex={0} data-own-keys
      onKeyDown={(event) => {
        if (!controls || event.ctrlKey || event.metaKey || event.altKey) return
        if (pressKey(controls, event.key)) event.preventDefault()
        else if (event.key === 'Escape') event.currentTarget.blur()
      }}
    >
      <canvas ref={base} {...pixelSize} />
      <canvas ref={over} {...pixelSize} />
    </div>
  )
}
