import { useEffect, useLayoutEffect, useMemo, useRef, useSyncExternalStore } from 'react'
import { currentTheme, onThemeChange } from '../../actions/appearance.ts'
import { drawStrip, drawStripMarks, inSight, type Band } from '../canvas/drawStrip.ts'
import { onFrames, type FrameDrawing } from '../canvas/onFrames.ts'
import { watch } from '../../state/store.ts'
import { focusOf, hoverAt, lockAt, lockSeen, move, unlock } from '../state/inspectorState.ts'
import { stripLayout, stripMeasures, stripPositionAt, type StripLayout } from '../strip/stripLayout.ts'
import { useInspector } from './InspectorContext.ts'
import { stripKeyMove } from './stripKeys.ts'
import { useSize } from './useSize.ts'

const fontSize = 13
/** Narrowest strip. */
const leastWidth = 60

/** Draws over the part of a strip that is in sight. */
export type StripOverlay = (context: CanvasRenderingContext2D, layout: StripLayout, band: Band) => void

interface StripCanvasProps {
  /** Whether a click on a patch holds it in the direction that is chosen, in place of asking who sees it. */
  holds?: boolean
  /** Drawn over the strip instead of the marks of the masks. */
  overlay?: StripOverlay | null
}

/**
 * The sequence as it reads; what is looked at and what it sees are lit on it. The canvases are as large as what is in sight of
 * it and stay there while it scrolls under them: one as long as the strip would cost a frame with every mark that moves.
 */
export const StripCanvas = ({ overlay = null, holds = false }: StripCanvasProps) => {
  const { model: { sequence }, store, pixels, marks } = useInspector()
  const [box, size] = useSize<HTMLDivElement>()
  const [scroller, window] = useSize<HTMLDivElement>()
  const sight = useRef<HTMLDivElement>(null)
  const base = useRef<HTMLCanvasElement>(null), over = useRef<HTMLCanvasElement>(null)
  const theme = useSyncExternalStore(onThemeChange, currentTheme)
  const width = size?.width ?? 0
  const layout = useMemo(() => stripLayout(sequence, stripMeasures(sequence, Math.max(leastWidth, width))), [sequence, width])
  const height = Math.min(layout.height, window?.height ?? 0)

  /** Draws what is in sight of the strip on a canvas, when asked and when it scrolls. */
  const follow = (canvas: HTMLCanvasElement | null, draw: (context: CanvasRenderingContext2D, band: Band) => void): FrameDrawing | null => {
    const context = canvas?.getContext('2d'), seen = sight.current, scrolled = scroller.current
    if (!context || !seen || !scrolled || !size) return null
    const drawing = onFrames(() => {
      const top = seen.offsetTop
      context.setTransform(size.ratio, 0, 0, size.ratio, 0, -top * size.ratio)
      context.clearRect(0, top, width, height)
      draw(context, { top, bottom: top + height })
      return true
    })
    drawing.ask()
    scrolled.addEventListener('scroll', drawing.ask, { passive: true })
    return {
      ask: drawing.ask,
      stop: () => {
        drawing.stop()
        scrolled.removeEventListener('scroll', drawing.ask)
      },
    }
  }

  useLayoutEffect(() => follow(base.current, (context, band) => drawStrip(context, sequence, layout, pixels, fontSize, band))?.stop, [size, height, layout, pixels, theme])

  useLayoutEffect(() => {
    const drawing = follow(over.current, (context, band) => {
      const state = store.get(), focus = focusOf(state)
      if (overlay) overlay(context, layout, band)
      else if (focus) drawStripMarks(context, sequence, layout, marks(focus, state.direction), focus.at, focus.other, band)
    })
    if (!drawing) return
    const unwatch = [watch(store, focusOf, drawing.ask), watch(store, ({ direction }) => direction, drawing.ask)]
    return () => {
      unwatch.forEach((stop) => stop())
      drawing.stop()
    }
  }, [size, height, layout, store, marks, overlay, theme])

  // What is held elsewhere comes into sight.
  useEffect(() => watch(store, ({ locked }) => locked, () => {
    const { locked } = store.get(), element = scroller.current, place = locked && layout.boxes[locked.at]
    if (!element || !place || inSight(place, { top: element.scrollTop, bottom: element.scrollTop + element.clientHeight - place.height })) return
    element.scrollTop = place.y - element.clientHeight / 2
  }), [store, layout])

  const at = (event: React.MouseEvent): number | null => {
    const { left, top } = event.currentTarget.getBoundingClientRect()
    return stripPositionAt(layout, event.clientX - left, event.clientY - top)
  }
  const pixelSize = size ? { width: width * size.ratio, height: height * size.ratio, style: { width, height } } : {}
  return (
    <div className="strip-scroll" ref={scroller}>
      <div
        ref={box} className="strip" style={{ height: layout.height }} role="application" aria-roledescription="sequence" tabIndex={0} data-own-keys
        aria-label={`Sequence of ${sequence.length} positions with ${sequence.images.length} images. Arrow keys move, a click on a patch shows who sees it, Escape lets go.`}
        onPointerMove={(event) => {
          const position = at(event)
          store.update((state) => hoverAt(state, position === null ? null : { at: position, other: null, via: null }))
        }}
        onPointerLeave={() => store.update((state) => hoverAt(state, null))}
        onClick={(event) => {
          const position = at(event)
          if (position === null) return
          // A click on a patch asks who sees it: what it sees is lit while the pointer is over it.
          store.update((state) => (sequence.positions[position]!.image === null || holds ? lockAt(state, { at: position, other: null, via: null }) : lockSeen(state, position)))
        }}
        onKeyDown={(event) => {
          const by = stripKeyMove(sequence, focusOf(store.get())?.at ?? null, event.key)
          if (by !== null) store.update((state) => move(state, by, 0, sequence.length))
          else if (event.key === 'Escape' && store.get().locked) store.update(unlock)
          else {
            if (event.key === 'Escape') event.currentTarget.blur()
            return
          }
          event.preventDefault()
        }}
      >
        <div ref={sight} className="strip-sight" style={{ height }}>
          <canvas ref={base} {...pixelSize} />
          <canvas ref={over} {...pixelSize} />
        </div>
      </div>
    </div>
  )
}
