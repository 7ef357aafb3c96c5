import { createContext, useContext } from 'react'
import type { Pixels } from '../canvas/drawAxis.ts'
import type { Focus, InspectorState } from '../state/inspectorState.ts'
import type { InspectorModel } from '../state/model.ts'
import { useStore, type Store } from '../../state/store.ts'
import type { Direction } from '../words/sentence.ts'

/** What every part of one inspector works on. */
export interface InspectorContextValue {
  model: InspectorModel
  store: Store<InspectorState>
  pixels: Pixels
  /** What lights up for a focus, over all masks that are shown. */
  marks(focus: Focus, direction: Direction): Uint8Array
}

export const InspectorContext = createContext<InspectorContextValue | null>(null)

export const useInspector = (): InspectorContextValue => {
  const value = useContext(InspectorContext)
  if (!value) throw new Error('useInspector outside InspectorContext')
  return value
}

export const useInspectorState = <Part>(select: (state: InspectorState) => Part): Part => useStore(useInspector().store, select)
