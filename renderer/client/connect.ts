import type { Bridge } from '../../protocol/api.ts'
import type { Connection } from './connection.ts'
import { connectSocket } from './socketConnection.ts'

declare global {
  interface Window {
    /** Electron's preload puts it here; absent in a browser. */
    lab?: Bridge
  }
}

/** The host: Electron's bridge where there is one, else the WebSocket of the server that this page came from. */
export const connect = (): Connection => {
  const { lab } = window
  if (lab) {
    return { request: (name, input) => lab.request(name, input), on: (name, listener) => lab.on(name, listener), onStatus: (listener) => (listener('open'), () => undefined) }
  }
  const url = socketUrl(window.location)
  hideToken()
  return connectSocket(() => new WebSocket(url))
}

const socketUrl = ({ protocol, host, search }: Location): string => {
  const token = new URLSearchParams(search).get('token')
  return `${protocol === 'https:' ? 'wss' : 'ws'}://${host}/socket${token ? `?token=${encodeURIComponent(token)}` : ''}`
}

/** The cookie carries the token from here on; in the address bar it would end in screenshots and histories. */
const hideToken = (): void => {
  const url = new URL(window.location.href)
  if (!url.searchParams.has('token')) return
  url.searchParams.delete('token')
  window.history.replaceState(null, '', url)
}
