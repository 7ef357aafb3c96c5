import { Worker } from 'node:worker_threads'
import { threadProgram } from '../engine/threadProgram.ts'
import type { SavedCheckpoint } from './checkpoint.ts'
import type { SaveOrder } from './saveWorker.ts'

/**
 * The thread that writes a run's checkpoints, one at a time. It stays from one to the next: what a thread leaves behind in the
 * process's heap when it ends made memory grow with every checkpoint.
 */
export class SaveThread {
  #worker: Worker | null = null

  /** @param order whose tensors' memory goes over to the thread. @throws what went wrong; the next order then has a thread of its own */
  async save(order: SaveOrder): Promise<SavedCheckpoint> {
    const worker = (this.#worker ??= this.#start())
    const { promise, resolve, reject } = Promise.withResolvers<SavedCheckpoint>()
    const ended = (code: number): void => reject(new Error(`the thread that writes checkpoints ended with ${code}`))
    worker.once('message', resolve).once('error', reject).once('exit', ended)
    // Only while it writes does it keep the process.
    worker.ref()
    worker.postMessage(order, [...new Set(Object.values(order.checkpoint.tensors).map(({ data }) => data.buffer as ArrayBuffer))])
    try {
      return await promise
    } finally {
      worker.off('message', resolve).off('error', reject).off('exit', ended).unref()
    }
  }

  async close(): Promise<void> {
    await this.#worker?.terminate()
  }

  #start(): Worker {
    const worker = new Worker(threadProgram(import.meta.dirname, 'saveWorker'), { execArgv: ['--disable-warning=ExperimentalWarning'] })
    const forget = (): void => {
      if (this.#worker === worker) this.#worker = null
    }
    // Whoever waits for it is told; a thread that ends between two orders has nobody to tell.
    return worker.on('error', forget).on('exit', forget)
  }
}
