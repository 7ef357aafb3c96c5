import { contextBridge, ipcRenderer } from 'electron'
import type { Bridge, EventName, Events, RequestName, Requests } from '../protocol/api.ts'
import { eventChannel, requestChannel, type Reply } from './electron/channels.ts'

type Listener = (data: never) => void
const listeners = new Map<string, Set<Listener>>()

ipcRenderer.on(eventChannel, (_event, name: string, data: unknown) => {
  for (const listener of [...(listeners.get(name) ?? [])]) listener(data as never)
})

/** All that the page gets of Electron: ask, and listen. */
const bridge: Bridge = {
  async request<Name extends RequestName>(name: Name, input: Requests[Name]['in']): Promise<Requests[Name]['out']> {
    const reply = (await ipcRenderer.invoke(requestChannel, name, input)) as Reply
    if (!reply.ok) throw new Error(reply.error)
    return reply.output as Requests[Name]['out']
  },
  on<Name extends EventName>(name: Name, listener: (data: Events[Name]) => void): () => void {
    const those = listeners.get(name) ?? new Set()
    listeners.set(name, those.add(listener as Listener))
    return () => void those.delete(listener as Listener)
  },
}

contextBridge.exposeInMainWorld('lab', bridge)
