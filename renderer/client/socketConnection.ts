import type { ClientFrame, EventName, RequestName, Requests } from '../../protocol/api.ts'
import { backoff } from './backoff.ts'
import type { Connection, ConnectionStatus } from './connection.ts'
import { readFrame } from './frames.ts'
import { Listeners } from './listeners.ts'

/** The part of a WebSocket that is used, so that a test can stand in for it. */
export type Socket = Pick<WebSocket, 'send' | 'onopen' | 'onmessage' | 'onclose'>

interface Pending {
  frame: ClientFrame
  sent: boolean
  resolve: (output: never) => void
  reject: (error: Error) => void
}

/**
 * The host over a WebSocket that comes back by itself. What was asked while the connection was away is sent when it
 * returns; what was sent and not answered is refused, since the host may or may not have done it.
 */
export const connectSocket = (open: () => Socket, wait: (attempt: number) => number = backoff): Connection => {
  const events = new Listeners<EventName, unknown>()
  const statuses = new Listeners<'status', ConnectionStatus>()
  const pending = new Map<number, Pending>()
  let status: ConnectionStatus = 'connecting'
  let socket: Socket | null = null
  let nextId = 1
  let attempt = 0

  const setStatus = (next: ConnectionStatus): void => {
    if (next === status) return
    status = next
    statuses.tell('status', next)
  }

  const sendWaiting = (): void => {
    for (const request of pending.values()) {
      if (request.sent || !socket || status !== 'open') continue
      request.sent = true
      socket.send(JSON.stringify(request.frame))
    }
  }

  const refuseUnanswered = (): void => {
    for (const [id, request] of pending) {
      if (!request.sent) continue
      pending.delete(id)
      request.reject(new Error('The connection was lost before the app answered; try it again.'))
    }
  }

  const receive = (text: string): void => {
    const frame = readFrame(text)
    if (!frame) return
    if ('event' in frame) return events.tell(frame.event, frame.data)
    const request = pending.get(frame.id)
    if (!request) return
    pending.delete(frame.id)
    if (frame.ok) request.resolve(frame.output as never)
    else request.reject(new Error(frame.error))
  }

  const connect = (): void => {
    const next = open()
    next.onopen = () => {
      socket = next
      attempt = 0
      setStatus('open')
      sendWaiting()
    }
    next.onmessage = (message) => receive(String(message.data))
    next.onclose = () => {
      socket = null
      setStatus('lost')
      refuseUnanswered()
      setTimeout(connect, wait(attempt++))
    }
  }
  connect()

  return {
    request: <Name extends RequestName>(request: Name, input: Requests[Name]['in']) =>
      new Promise<Requests[Name]['out']>((resolve, reject) => {
        const id = nextId++
        pending.set(id, { frame: { id, request, input }, sent: false, resolve, reject })
        sendWaiting()
      }),
    on: (name, listener) => events.add(name, listener as (data: unknown) => void),
    onStatus: (listener) => {
      listener(status)
      return statuses.add('status', listener)
    },
  }
}
