import { createContext, useContext } from 'react'
import type { RequestName, Requests } from '../../protocol/api.ts'
import { messageOf } from '../../protocol/errors.ts'
import type { Connection } from '../client/connection.ts'
import type { Autosave } from '../state/autosave.ts'
import { initialState, type LabState } from '../state/labState.ts'
import { MetricStore } from '../state/metrics.ts'
import { createStore, useStore, type Store } from '../state/store.ts'
import { readBindings } from '../commands/bindings.ts'
import { recall } from './memory.ts'
import { notify } from './notices.ts'

/** What every action works on: the host, what the page knows, and the saver of the open document. */
export interface Lab {
  connection: Connection
  store: Store<LabState>
  metrics: MetricStore
  autosave: Autosave | null
}

export const createLab = (connection: Connection): Lab =>
  ({ connection, store: createStore({ ...initialState, bindings: readBindings(recall('keys')) }), metrics: new MetricStore(), autosave: null })

/** Asks the host; a refusal is shown in its own words and gives null. */
export const ask = async <Name extends RequestName>(lab: Lab, name: Name, input: Requests[Name]['in']): Promise<Requests[Name]['out'] | null> => {
  try {
    return await lab.connection.request(name, input)
  } catch (thrown) {
    notify(lab.store, 'error', messageOf(thrown))
    return null
  }
}

export const LabContext = createContext<Lab | null>(null)

export const useLab = (): Lab => {
  const lab = useContext(LabContext)
  if (!lab) throw new Error('useLab outside LabContext')
  return lab
}

/** A part of the page's state; the selector must return something stable. */
export const useLabState = <Part>(select: (state: LabState) => Part): Part => useStore(useLab().store, select)
