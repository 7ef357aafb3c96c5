import type { Dataset } from '../data/document.ts'
import type { InferenceModel } from '../generation/inferenceModel.ts'

/** A checkpoint that is open: its model on the engine, and what it was trained on. */
export interface OpenCheckpoint {
  model: Pick<InferenceModel, 'config' | 'attention' | 'space'>
  dataset: Dataset
  step: number
  /** Of its weights. */
  bytes: number
  dispose(): Promise<void>
}

interface Kept {
  open: Promise<OpenCheckpoint>
  /** Who uses it now or waits to. */
  users: number
  /** Ends with the last of them: a model answers one at a time. */
  turn: Promise<unknown>
}

/** Two checkpoints are looked at beside each other. Larger ones than 1 GiB together give their memory back at once. */
const most = 2
const mostBytes = 2 ** 30

/**
 * Checkpoints that are looked into, kept open so that a slider does not read one from the disk, and compile its program, with each
 * of its places; let go of when nobody has asked for a while.
 */
export class KeptModels {
  readonly #kept = new Map<string, Kept>()
  readonly #idleMilliseconds: number
  #timer: NodeJS.Timeout | undefined

  constructor(idleMilliseconds = 60_000) {
    this.#idleMilliseconds = idleMilliseconds
  }

  /** Does something with the checkpoint of a key. @param open called unless it is open already */
  async use<Result>(key: string, open: () => Promise<OpenCheckpoint>, work: (checkpoint: OpenCheckpoint) => Promise<Result>): Promise<Result> {
    clearTimeout(this.#timer)
    const kept = this.#kept.get(key) ?? { open: open(), users: 0, turn: Promise.resolve() }
    // The newest stands last.
    this.#kept.delete(key)
    this.#kept.set(key, kept)
    kept.users++
    const mine = kept.turn.then(async () => work(await kept.open))
    kept.turn = mine.catch(() => {})
    try {
      return await mine
    } finally {
      kept.users--
      await this.#letGo(key, kept)
    }
  }

  async #letGo(key: string, used: Kept): Promise<void> {
    // What could not be opened is tried anew.
    const opened = await used.open.catch(() => null)
    if (opened === null && this.#kept.get(key) === used) this.#kept.delete(key)
    const sizes = await Promise.all([...this.#kept.values()].map(({ open }) => open.then(({ bytes }) => bytes, () => 0)))
    let total = sizes.reduce((sum, bytes) => sum + bytes, 0), i = 0
    for (const [name, kept] of [...this.#kept]) {
      const bytes = sizes[i++] ?? 0
      if (kept.users > 0 || (this.#kept.size <= most && total <= mostBytes)) continue
      total -= bytes
      await this.#dispose(name, kept)
    }
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.#disposeIdle(), this.#idleMilliseconds).unref()
  }

  async #disposeIdle(): Promise<void> {
    for (const [name, kept] of [...this.#kept]) if (kept.users === 0) await this.#dispose(name, kept)
  }

  async #dispose(name: string, kept: Kept): Promise<void> {
    this.#kept.delete(name)
    await (await kept.open.catch(() => null))?.dispose()
  }
}
