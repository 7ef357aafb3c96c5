import type { HostMessage } from '../protocol/kernelMessages.ts'
import { messageOf } from '../protocol/errors.ts'
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

  const answer = async (message: CheckpointMessage): Promise<void> => {
    try {
      port.send(await answerRequest(message, (done, total) => port.send({ type: 'progress', id: message.id, done, total })))
    } catch (error) {
      port.send({ type: 'refused', id: message.id, reason: messageOf(error) })
    }
  }

  port.onMessage((message) => {
    switch (message.type) {
      case 'train': return void train(message)
      case 'stop': return current?.stop()
      case 'pause': return current?.pause()
      case 'continue': return current?.continue()
      case 'shutdown': return process.exit(0)
      default: return void answer(message)
    }
  })
  port.onClose(() => process.exit(0))
}
