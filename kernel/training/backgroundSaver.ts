import type { Checkpoint, SavedCheckpoint } from './checkpoint.ts'
import { SaveThread } from './saveThread.ts'

/**
 * Writes checkpoints while training goes on: what holds a step up is the copy of the state alone. One at a time: a checkpoint that
 * comes while another is being written waits for it, so that memory holds one copy at most.
 */
export class BackgroundSaver {
  readonly #folder: string
  readonly #thread = new SaveThread()
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
    this.#writing = this.#thread.save({ folder: this.#folder, checkpoint: await take() }).then(onSaved).catch((error: unknown) => {
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

  /** Ends the thread, once nothing is being written any more. @throws what went wrong with the last checkpoint */
  async close(): Promise<void> {
    try {
      await this.settle()
    } finally {
      await this.#thread.close()
    }
  }
}
