import type { PairKind } from '../../../protocol/inspection/index.ts'
import type { View } from '../matrix/zoom.ts'
import type { Direction } from '../words/sentence.ts'

/** Where the reader looks: a position, and the other end of the pair that is under the pointer. */
export interface Focus {
  /** The query while `sees`, the key while `seenBy`. */
  at: number
  other: number | null
  /** What stands between the two, for a leak through intermediate positions. */
  via: number | null
}

/** How two masks are shown. */
export type Display = 'sideBySide' | 'difference'

/** What the reader chose and points at; the masks themselves are in the model. */
export interface InspectorState {
  direction: Direction
  hover: Focus | null
  locked: Focus | null
  display: Display
  /** Layers of the reach; 1 is the mask itself. */
  layers: number
  /** Kinds that are drawn pale. */
  muted: readonly PairKind[]
  view: View
  /** Whether the view follows the size of the canvas, until it is zoomed or panned. */
  fitted: boolean
}

export const initialInspector: InspectorState = {
  direction: 'sees', hover: null, locked: null, display: 'difference', layers: 1, muted: [], view: { step: 0, left: 0, top: 0 }, fitted: true,
}

/** Another sequence comes into view: how masks are shown stays, where the reader looked does not. */
export const onOtherSequence = ({ direction, display, layers, muted }: InspectorState): InspectorState => ({ ...initialInspector, direction, display, layers, muted })

/** What is lit: the lock, else what the pointer is over. */
export const focusOf = ({ locked, hover }: InspectorState): Focus | null => locked ?? hover

const same = (a: Focus | null, b: Focus | null): boolean => a === b || (a !== null && b !== null && a.at === b.at && a.other === b.other && a.via === b.via)

export const hoverAt = (state: InspectorState, hover: Focus | null): InspectorState => (same(state.hover, hover) ? state : { ...state, hover })

/** Locks a position; the one that is locked already is let go. */
export const lockAt = (state: InspectorState, focus: Focus): InspectorState =>
  ({ ...state, locked: state.locked?.at === focus.at && (state.locked.other === focus.other || focus.other === null) ? null : focus })

/** Holds a position and asks who sees it, whatever was asked before; one that is held so already is let go. */
export const lockSeen = (state: InspectorState, at: number): InspectorState =>
  lockAt(state.direction === 'seenBy' ? state : { ...state, direction: 'seenBy', locked: null }, { at, other: null, via: null })

export const unlock = (state: InspectorState): InspectorState => (state.locked === null ? state : { ...state, locked: null, hover: null })

/** Moves the lock by positions, from where the reader looks; from nowhere, from before the first. */
export const move = (state: InspectorState, by: number, otherBy: number, length: number): InspectorState => {
  const from = focusOf(state) ?? { at: -1, other: null, via: null }
  const within = (position: number): number => Math.max(0, Math.min(length - 1, position))
  return { ...state, locked: { at: within(from.at + by), other: otherBy === 0 ? from.other : within((from.other ?? from.at) + otherBy), via: null } }
}

/** Shows a pair as query and key, whatever was looked at before. */
export const lockPair = (state: InspectorState, query: number, key: number, via: number | null): InspectorState =>
  ({ ...state, direction: 'sees', locked: { at: query, other: key, via } })

/** Turns to who sees what was looked at, or back: the position stays. */
export const setDirection = (state: InspectorState, direction: Direction): InspectorState =>
  direction === state.direction ? state : { ...state, direction, hover: null, locked: state.locked && { at: state.locked.at, other: null, via: null } }

export const toggleMuted = (state: InspectorState, kind: PairKind): InspectorState =>
  ({ ...state, muted: state.muted.includes(kind) ? state.muted.filter((one) => one !== kind) : [...state.muted, kind] })
