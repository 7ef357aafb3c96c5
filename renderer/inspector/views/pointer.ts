import { pan, positionAt, scaleOf, zoom, type View } from '../matrix/zoom.ts'
import { hoverAt, lockAt, move, unlock, type Focus, type InspectorState } from '../state/inspectorState.ts'
import type { Store } from '../../state/store.ts'
import { frameOf, type Frame } from '../canvas/frame.ts'
import { fit, reveal } from '../matrix/zoom.ts'
import type { Size } from './useSize.ts'

/** Movement, in CSS pixels, from which a press is a drag. */
const dragFrom = 4

export interface MatrixControls {
  store: Store<InspectorState>
  length: number
  size: Size
}

const frameNow = ({ store, size }: MatrixControls): Frame => frameOf(size.width * size.ratio, size.height * size.ratio, size.ratio, store.get().view)

/** The focus at a point of the canvas, in CSS pixels from its corner: a pair in the matrix, a position on an axis. */
export const focusAt = (controls: MatrixControls, x: number, y: number): Focus | null => {
  const { store, length, size: { ratio } } = controls
  const { axis, view } = frameNow(controls)
  const scale = scaleOf(view), { direction } = store.get()
  const onTop = y * ratio < axis, onLeft = x * ratio < axis
  const query = onTop ? null : positionAt(scale, y * ratio - axis, view.top, length)
  const key = onLeft ? null : positionAt(scale, x * ratio - axis, view.left, length)
  const [at, other] = direction === 'sees' ? [query, key] : [key, query]
  if (onTop || onLeft) {
    const place = query ?? key
    return place === null ? null : { at: place, other: null, via: null }
  }
  return at === null || other === null ? null : { at, other, via: null }
}

const setView = ({ store }: MatrixControls, change: (view: View) => View): void =>
  store.update((state) => ({ ...state, view: change(state.view), fitted: false }))

export const zoomBy = (controls: MatrixControls, steps: number, x?: number, y?: number): void => {
  const { viewport, axis, ratio } = frameNow(controls)
  const [px, py] = [x === undefined ? viewport.width / 2 : x * ratio - axis, y === undefined ? viewport.height / 2 : y * ratio - axis]
  setView(controls, (view) => zoom(view, steps, Math.max(0, px), Math.max(0, py), controls.length, viewport))
}

export const fitView = (controls: MatrixControls): void => {
  const { viewport } = frameNow(controls)
  controls.store.update((state) => ({ ...state, view: fit(controls.length, viewport), fitted: true }))
}

/** Brings what is locked into the canvas. */
export const revealLocked = (controls: MatrixControls): void => {
  const { locked, direction, view } = controls.store.get()
  if (!locked) return
  const [query, key] = direction === 'sees' ? [locked.at, locked.other] : [locked.other, locked.at]
  const shown = reveal(view, query, key, controls.length, frameNow(controls).viewport)
  if (shown.left !== view.left || shown.top !== view.top) controls.store.update((state) => ({ ...state, view: shown }))
}

/** Listens to pointer and wheel on a canvas. `wheelZooms`: without Ctrl as well. Returns what undoes it. */
export const listenToPointer = (element: HTMLElement, controls: MatrixControls, wheelZooms: boolean): (() => void) => {
  const { store, length } = controls
  let pressed: { x: number; y: number; dragged: boolean } | null = null
  let wheel = 0
  const place = (event: MouseEvent): [number, number] => {
    const { left, top } = element.getBoundingClientRect()
    return [event.clientX - left, event.clientY - top]
  }
  const onDown = (event: PointerEvent): void => {
    if (event.button !== 0) return
    pressed = { x: event.clientX, y: event.clientY, dragged: false }
    element.setPointerCapture(event.pointerId)
  }
  const onMove = (event: PointerEvent): void => {
    if (pressed && (pressed.dragged || Math.hypot(event.clientX - pressed.x, event.clientY - pressed.y) > dragFrom)) {
      const { viewport, ratio } = frameNow(controls)
      const [right, down] = [(pressed.x - event.clientX) * ratio, (pressed.y - event.clientY) * ratio]
      setView(controls, (view) => pan(view, right, down, length, viewport))
      pressed = { x: event.clientX, y: event.clientY, dragged: true }
    } else store.update((state) => hoverAt(state, focusAt(controls, ...place(event))))
  }
  const onUp = (event: PointerEvent): void => {
    const focus = pressed && !pressed.dragged ? focusAt(controls, ...place(event)) : null
    pressed = null
    if (focus) store.update((state) => lockAt(state, focus))
  }
  const onLeave = (): void => store.update((state) => hoverAt(state, null))
  const onWheel = (event: WheelEvent): void => {
    if (!wheelZooms && !event.ctrlKey && !event.metaKey) return
    event.preventDefault()
    wheel -= event.deltaY * (event.deltaMode === 1 ? 30 : 1) * (event.ctrlKey ? 3 : 1)
    const steps = Math.trunc(wheel / 60)
    if (steps === 0) return
    wheel -= steps * 60
    zoomBy(controls, steps, ...place(event))
  }
  const listeners = [['pointerdown', onDown], ['pointermove', onMove], ['pointerup', onUp], ['pointerleave', onLeave], ['wheel', onWheel]] as const
  for (const [name, listener] of listeners) element.addEventListener(name, listener as EventListener, { passive: false })
  return () => listeners.forEach(([name, listener]) => element.removeEventListener(name, listener as EventListener))
}

/** What a key does on a matrix. @returns whether it did something */
export const pressKey = (controls: MatrixControls, key: string): boolean => {
  const { store, length } = controls
  const far = Math.max(1, Math.round(length / 16))
  const [up, along] = store.get().direction === 'sees' ? [1, 0] : [0, 1]
  const moves: Record<string, [number, number]> = {
    ArrowUp: [-up, -along], ArrowDown: [up, along], ArrowLeft: [-along, -up], ArrowRight: [along, up],
    PageUp: [-far, 0], PageDown: [far, 0], Home: [-length, 0], End: [length, 0],
  }
  if (moves[key]) store.update((state) => move(state, ...moves[key]!, length))
  else if (key === '+' || key === '=') zoomBy(controls, 1)
  else if (key === '-') zoomBy(controls, -1)
  else if (key === '0') fitView(controls)
  else if (key === 'Escape' && store.get().locked) store.update(unlock)
  else return false
  revealLocked(controls)
  return true
}
