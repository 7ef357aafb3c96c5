import { useEffect, useMemo, useRef, useSyncExternalStore } from 'react'
import { currentTheme, onThemeChange } from '../../actions/appearance.ts'
import { drawStrip, drawStripMarks } from '../canvas/drawStrip.ts'
import { focusOf, hoverAt, lockAt, lockSeen, move, unlock } from '../state/inspectorState.ts'
import { stripLayout, stripPositionAt } from '../strip/stripLayout.ts'
import { useInspector } from './InspectorContext.ts'
import { stripKeyMove } from './stripKeys.ts'
import { useSize } from './useSize.ts'

const fontSize = 13, character = 7.9, line = 22

/** The side of a patch: large enough to read and to point at, small enough that an image is not the whole strip. */
const patchSide = (across: number, width: number): number => Math.max(3, Math.min(28, Math.floor(Math.min(width - 20, 176) / Math.max(1, across))))

interface StripCanvasProps {
  /** Whether a click on a patch holds it in the direction that is chosen, in place of asking who sees it. */
  holds?: boolean
  /** Draws over the strip instead of the marks of the masks. */
  overlay?: ((context: CanvasRenderingContext2D, layout: ReturnType<typeof stripLayout>) => void) | null
}

/** The sequence as it reads; what is looked at and what it sees are lit on it. */
export const StripCanvas = ({ overlay = null, holds = false }: StripCanvasProps) => {
  const { model: { sequence }, store, pixels, marks } = useInspector()
  const [box, size] = useSize<HTMLDivElement>()
  const base = useRef<HTMLCanvasElement>(null), over = useRef<HTMLCanvasElement>(null)
  const theme = useSyncExternalStore(onThemeChange, currentTheme)
  const width = size?.width ?? 0
  const layout = useMemo(() => stripLayout(sequence, {
    width: Math.max(60, width), character, line, patch: patchSide(Math.max(0, ...sequence.images.map(({ cols }) => cols)), Math.max(60, width)),
  }), [sequence, width])

  useEffect(() => {
    const context = base.current?.getContext('2d')
    if (!context || !size) return
    context.setTransform(size.ratio, 0, 0, size.ratio, 0, 0)
    context.clearRect(0, 0, width, layout.height)
    drawStrip(context, sequence, layout, pixels, fontSize)
  }, [size, layout, pixels, theme])

  useEffect(() => {
    const context = over.current?.getContext('2d')
    if (!context || !size) return
    let frame = 0
    const draw = (): void => {
      frame = 0
      context.setTransform(size.ratio, 0, 0, size.ratio, 0, 0)
      context.clearRect(0, 0, width, layout.height)
      const state = store.get(), focus = focusOf(state)
      if (overlay) overlay(context, layout)
      else if (focus) drawStripMarks(context, sequence, layout, marks(focus, state.direction), focus.at, focus.other)
    }
    const later = (): void => void (frame ||= requestAnimationFrame(draw))
    later()
    const stop = store.subscribe(later)
    return () => {
      stop()
      cancelAnimationFrame(frame)
    }
  }, [size, layout, store, marks, overlay, theme])

  const at = (event: React.MouseEvent): number | null => {
    const { left, top } = event.currentTarget.getBoundingClientRect()
    return stripPositionAt(layout, event.clientX - left, event.clientY - top)
  }
  const pixelSize = size ? { width: width * size.ratio, height: layout.height * size.ratio, style: { width, height: layout.height } } : {}
  return (
    <div className="strip-scroll">
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
        <canvas ref={base} {...pixelSize} />
        <canvas ref={over} {...pixelSize} />
      </div>
    </div>
  )
}
