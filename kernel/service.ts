import type { HostMessage } from '../protocol/kernelMessages.ts'
import { InputError, messageOf } from '../protocol/errors.ts'
import { answerRequest, type CheckpointMessage } from './answers.ts'
import type { HostPort } from './hostPort.ts'
import { RunControl } from './training/control.ts'
import { trainRun } from './training/run.ts'

/** Does what the host asks: one training run at a time, and requests about checkpoints between its steps. */
export const handleMessages = (port: HostPort): void => {
  let current: RunControl | null = null

  const train = async (message: Extract<HostMessage, { type: 'train' }>): Promise<void> => {
    const { run } = message
    if (current) return port.send({ type: 'failed', run, step: 0, reason: 'The kernel is already training another run.' })
    const control = new RunControl()
    current = control
    let step = 0
    try {
      await trainRun(message, control, (said) => {
        if ('step' in said) step = said.step
        port.send(said)
      })
    } catch (error) {
      port.send({ type: 'failed', run, step, reason: messageOf(error) })
    } finally {
      current = null
    }
  }

  /** How each request that is being answered is stopped. */
  const stops = new Map<number, AbortController>()

  const answer = async (message: CheckpointMessage): Promise<void> => {
    const stop = new AbortController()
    stops.set(message.id, stop)
    try {
      const onProgress = (done: number, total: number): void => port.send({ type: 'progress', id: message.id, done, total })
      port.send(await answerRequest(message, { onProgress, onPart: (said) => port.send({ type: 'generating', id: message.id, ...said }), signal: stop.signal }))
    } catch (error) {
      port.send({ type: 'refused', id: message.id, reason: messageOf(error) })
    } finally {
      stops.delete(message.id)
    }
  }

  port.onMessage((message) => {
    switch (message.type) {
      case 'train': return void train(message)
      case 'stop': return current?.stop()
      case 'pause': return current?.pause()
      case 'continue': return current?.continue()
      case 'cancel': return stops.get(message.request)?.abort(new InputError('It was stopped.'))
      case 'shutdown': return process.exit(0)
      default: return void answer(message)
    }
  })
  port.onClose(() => process.exit(0))
}
