import { expect, it, vi } from 'vitest'
import type { ClientFrame } from '../../protocol/api.ts'
import type { ConnectionStatus } from './connection.ts'
import { backoff } from './backoff.ts'
import { connectSocket, type Socket } from './socketConnection.ts'

class FakeSocket implements Socket {
  readonly sent: ClientFrame[] = []
  onopen: Socket['onopen'] = null
  onmessage: Socket['onmessage'] = null
  onclose: Socket['onclose'] = null
  send(text: string): void { this.sent.push(JSON.parse(text) as ClientFrame) }
  open(): void { this.onopen?.call(this as never, {} as Event) }
  close(): void { this.onclose?.call(this as never, {} as CloseEvent) }
  receive(frame: unknown): void { this.onmessage?.call(this as never, { data: JSON.stringify(frame) } as MessageEvent) }
}

const start = () => {
  const sockets: FakeSocket[] = []
  const connection = connectSocket(() => (sockets.push(new FakeSocket()), sockets.at(-1)!), () => 0)
  const statuses: ConnectionStatus[] = []
  connection.onStatus((status) => statuses.push(status))
  return { connection, sockets, statuses }
}

it('answers requests by id and turns refusals into errors', async () => {
  const { connection, sockets } = start()
  sockets[0]!.open()
  const good = connection.request('run.list', null)
  const bad = connection.request('run.get', { run: 'x' })
  sockets[0]!.receive({ id: 2, ok: false, error: 'There is no run x.' })
  sockets[0]!.receive({ id: 1, ok: true, output: [] })
  await expect(good).resolves.toEqual([])
  await expect(bad).rejects.toThrow('There is no run x.')
})

it('keeps what was asked before the connection stood, and ignores noise', () => {
  const { connection, sockets } = start()
  void connection.request('run.list', null)
  expect(sockets[0]!.sent).toEqual([])
  sockets[0]!.open()
  sockets[0]!.receive('noise')
  expect(sockets[0]!.sent.map(({ request }) => request)).toEqual(['run.list'])
})

it('comes back after a loss, refuses what was unanswered and keeps its listeners', async () => {
  vi.useFakeTimers()
  const { connection, sockets, statuses } = start()
  const seen: unknown[] = []
  connection.on('run.removed', (data) => seen.push(data))
  sockets[0]!.open()
  const lost = connection.request('run.stop', { run: 'a' })
  sockets[0]!.close()
  await expect(lost).rejects.toThrow('The connection was lost')
  vi.advanceTimersByTime(1)
  sockets[1]!.open()
  sockets[1]!.receive({ event: 'run.removed', data: { run: 'a' } })
  expect(seen).toEqual([{ run: 'a' }])
  expect(statuses).toEqual(['connecting', 'open', 'lost', 'open'])
  vi.useRealTimers()
})

it('waits longer each time, to a limit', () => {
  const middle = () => 0.5
  expect([0, 1, 2, 10].map((attempt) => backoff(attempt, middle))).toEqual([250, 500, 1000, 8000])
})
