import type { FromWorker, LabCallName, LabCalls, ToWorker } from './workerMessages.ts'

/** What an interrupt makes of everything that a cell waits for. */
export class InterruptError extends Error {
  override readonly name = 'Interrupted'
}

/** Calls to the host that wait for their answers. */
export interface HostCalls {
  call<Name extends LabCallName>(cell: string, name: Name, input: LabCalls[Name]['in']): Promise<LabCalls[Name]['out']>
  answer(message: Extract<ToWorker, { type: 'answer' }>): void
  /** Rejects all that wait. @returns whether any did */
  interrupt(): boolean
}

/** A refusal of the host: its one sentence. */
export class LabError extends Error {
  override readonly name = 'LabError'
}

export const createHostCalls = (send: (message: FromWorker) => void): HostCalls => {
  const waiting = new Map<number, { resolve(value: never): void; reject(error: Error): void }>()
  let last = 0
  return {
    call(cell, name, input) {
      const call = ++last
      return new Promise((resolve, reject) => {
        waiting.set(call, { resolve, reject })
        send({ type: 'call', call, cell, name, input })
      })
    },
    answer(message) {
      const waiter = waiting.get(message.call)
      waiting.delete(message.call)
      if (message.ok) waiter?.resolve(message.value as never)
      else waiter?.reject(new LabError(message.error))
    },
    interrupt() {
      const any = waiting.size > 0
      for (const { reject } of waiting.values()) reject(new InterruptError('The cell was interrupted.'))
      waiting.clear()
      return any
    },
  }
}
