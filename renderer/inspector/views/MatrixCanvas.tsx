import { useEffect, useRef, useSyncExternalStore } from 'react'
import { currentTheme, onThemeChange } from '../../actions/appearance.ts'
import { drawFocus } from '../canvas/drawFocus.ts'
import { drawMatrix } from '../canvas/drawMatrix.ts'
import { frameOf } from '../canvas/frame.ts'
import type { Picture } from '../canvas/pictures.ts'
import { focusOf, type Focus } from '../state/inspectorState.ts'
import type { Direction } from '../words/sentence.ts'
import { useInspector, useInspectorState } from './InspectorContext.ts'
import { fitView, listenToPointer, pressKey, revealLocked, type MatrixControls } from './pointer.ts'
import { useSize } from './useSize.ts'

/** Milliseconds of a frame in which new pieces of a matrix are painted, so that zooming keeps up with the screen. */
const paintBudget = 6

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
  const view = useInspectorState((state) => state.view)
  const fitted = useInspectorState((state) => state.fitted)
  const theme = useSyncExternalStore(onThemeChange, currentTheme)
  const controls: MatrixControls | null = size && { store, length: sequence.length, size }

  useEffect(() => {
    if (controls && fitted) fitView(controls)
  }, [size, sequence, fitted])

  useEffect(() => {
    const element = box.current
    return element && controls ? listenToPointer(element, controls, wheelZooms) : undefined
  }, [size, sequence, store, wheelZooms])

  useEffect(() => {
    const context = base.current?.getContext('2d')
    if (!context || !size) return
    const draw = (): void => {
      const whole = drawMatrix(context, sequence, picture, pixels, frameOf(context.canvas.width, context.canvas.height, size.ratio, view), performance.now() + paintBudget)
      // When it was drawn, and drawn whole: what `npm run bench:inspector` reads.
      context.canvas.dataset['drawn'] = String(performance.now())
      if (whole) context.canvas.dataset['whole'] = context.canvas.dataset['drawn']
      else frame = requestAnimationFrame(draw)
    }
    let frame = requestAnimationFrame(draw)
    return () => cancelAnimationFrame(frame)
  }, [size, sequence, picture, pixels, view, theme])

  useEffect(() => {
    const context = over.current?.getContext('2d')
    if (!context || !size) return
    let frame = 0
    const draw = (): void => {
      frame = 0
      const state = store.get(), focus = focusOf(state)
      drawFocus(context, sequence, frameOf(context.canvas.width, context.canvas.height, size.ratio, state.view),
        focus && { focus, marks: marks(focus, state.direction), direction: state.direction, locked: state.locked !== null })
      context.canvas.dataset['drawn'] = String(performance.now())
    }
    const later = (): void => void (frame ||= requestAnimationFrame(draw))
    later()
    const stop = store.subscribe(later)
    return () => {
      stop()
      cancelAnimationFrame(frame)
    }
  }, [size, sequence, store, marks, theme])

  const locked = useInspectorState((state) => state.locked)
  useEffect(() => {
    if (controls) revealLocked(controls)
  }, [locked])

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
