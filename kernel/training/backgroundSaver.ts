import { existsSync } from 'node:fs'
import path from 'node:path'
import { Worker } from 'node:worker_threads'
import type { Checkpoint, SavedCheckpoint } from './checkpoint.ts'
import type { SaveOrder } from './saveWorker.ts'

/** The thread's program: its source beside this one, or its bundle beside the kernel's. */
const workerEntry = (): string => {
  const here = import.meta.dirname
  if (import.meta.filename.endsWith('.ts')) return path.join(here, 'saveWorker.ts')
  return [here, path.dirname(here)].map((folder) => path.join(folder, 'saveWorker.js')).find(existsSync) ?? path.join(here, 'saveWorker.js')
}

const saveInThread = (order: SaveOrder): Promise<SavedCheckpoint> => {
  // The tensors are copies of the state already: their memory goes over to the thread.
  const memory = [...new Set(Object.values(order.checkpoint.tensors).map(({ data }) => data.buffer as ArrayBuffer))]
  const worker = new Worker(workerEntry(), { workerData: order, transferList: memory, execArgv: ['--disable-warning=ExperimentalWarning'] })
  const { promise, resolve, reject } = Promise.withResolvers<SavedCheckpoint>()
  worker.once('message', resolve)
  worker.once('error', reject)
  worker.once('exit', (code) => reject(new Error(`the thread that writes checkpoints ended with ${code}`)))
  return promise
}

/**
 * Writes checkpoints while training goes on: what holds a step up is the copy of the state alone. One at a time: a checkpoint that
 * comes while another is being written waits for it, so that memory holds one copy at most.
 */
export class BackgroundSaver {
  readonly #folder: string
  #writing: Promise<void> = Promise.resolve()
  #failure: { error: unknown } | null = null

  /** @param folder the folder of all checkpoints of the run */
  constructor(folder: string) {
    this.#folder = folder
  }

  /**
   * Starts to write a checkpoint, whose tensors nobody may use from then on.
   * @param take makes the checkpoint, once no other is being written
   * @param onSaved told when it is whole and on the disk
   * @throws what went wrong with the one before
   */
  async save(take: () => Promise<Checkpoint>, onSaved: (saved: SavedCheckpoint) => void): Promise<void> {
    await this.settle()
    this.#writing = saveInThread({ folder: this.#folder, checkpoint: await take() }).then(onSaved).catch((error: unknown) => {
      this.#failure = { error }
    })
  }

  /** @throws what went wrong with a checkpoint that was being written, as soon as it is known */
  check(): void {
    const failure = this.#failure
    this.#failure = null
    if (failure) throw failure.error
  }

  /** Waits until nothing is being written any more. @throws what went wrong */
  async settle(): Promise<void> {
    await this.#writing
    this.check()
  }
}
