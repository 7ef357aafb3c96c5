import type { WebSocket } from 'ws'
import { messageOf } from '../../protocol/errors.ts'
import type { HostFrame } from '../../protocol/api.ts'
import type { Host } from '../host/host.ts'
import { readRequestFrame, writeFrame } from './frames.ts'

/** What a page that no longer reads may leave unsent before it is let go; it connects anew when it wakes. */
const backlogLimit = 64 * 2 ** 20

/** Carries the host's requests and events over one socket. */
export const attachSocket = (socket: WebSocket, host: Pick<Host, 'dispatch' | 'onAny'>): void => {
  const send = (frame: HostFrame): void => {
    if (socket.readyState !== socket.OPEN) return
    if (socket.bufferedAmount > backlogLimit) socket.terminate()
    else socket.send(writeFrame(frame))
  }

  const unsubscribe = host.onAny((event, data) => send({ event, data }))

  socket.on('message', (data, isBinary) => {
    if (isBinary) return send({ id: 0, ok: false, error: 'Frames are text, this one was binary.' })
    const frame = readRequestFrame(String(data))
    if ('ok' in frame) return send(frame)
    host.dispatch(frame.request, frame.input).then(
      (output) => send({ id: frame.id, ok: true, output }),
      (thrown: unknown) => send({ id: frame.id, ok: false, error: messageOf(thrown) }),
    )
  })
  socket.on('error', () => socket.terminate())
  socket.on('close', unsubscribe)
}
