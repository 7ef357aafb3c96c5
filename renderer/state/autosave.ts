import type { Cell, SaveAnswer, SavedNotebook } from '../../protocol/notebook.ts'
import { messageOf } from '../../protocol/errors.ts'
import { sameCells } from './notebook.ts'

/** What a document's saver needs from outside. */
export interface AutosaveOptions {
  path: string
  /** What the file holds now. */
  cells: Cell[]
  delay: number
  /** What the file held when the cells were read. */
  revision: string
  /** @param base the revision that the cells come from */
  write(path: string, cells: Cell[], base: string): Promise<SaveAnswer>
  onSaving(): void
  /** `upToDate` is false when the user typed on while the file was written. */
  onSaved(saved: SavedNotebook, upToDate: boolean): void
  /** `conflict`: the file holds what was not read here. */
  onError(kind: 'conflict' | 'error', message: string): void
}

/**
 * Saves one document a while after its last change. It belongs to that document: it never writes another one's cells,
 * never an unchanged one, and one write ends before the next begins.
 */
export class Autosave {
  readonly #options: AutosaveOptions
  #path: string
  #revision: string
  #inFile: Cell[]
  #latest: Cell[]
  #timer: ReturnType<typeof setTimeout> | null = null
  #writing: Promise<void> | null = null
  /** What was sent to be written since the last answer: it may be in the file, though the answer was lost. */
  #unanswered: Cell[][] = []

  constructor(options: AutosaveOptions) {
    this.#options = options
    this.#path = options.path
    this.#revision = options.revision
    this.#inFile = this.#latest = options.cells
  }

  /** Where the file is: the copy, once a shipped notebook was changed. */
  get path(): string {
    return this.#path
  }

  /** What the file holds as far as this saver knows. */
  get revision(): string {
    return this.#revision
  }

  changed(cells: Cell[]): void {
    if (cells === this.#latest) return
    this.#latest = cells
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.flush(), this.#options.delay)
  }

  /** Writes now what is not yet in the file. Resolves to whether everything is. */
  async flush(): Promise<boolean> {
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
    await this.#writing
    if (this.#unanswered.length === 0 && sameCells(this.#latest, this.#inFile)) {
      // Typed and taken back: nothing to write, but the page says "changed".
      if (this.#latest !== this.#inFile) this.#options.onSaved({ kind: 'saved', path: this.#path, modified: Date.now(), revision: this.#revision, states: {} }, true)
      this.#inFile = this.#latest
      return true
    }
    this.#writing = this.#write(this.#latest)
    await this.#writing
    this.#writing = null
    return sameCells(this.#latest, this.#inFile)
  }

  async #write(cells: Cell[]): Promise<void> {
    this.#options.onSaving()
    try {
      const saved = await this.#send(cells)
      this.#unanswered = []
      if (saved.kind === 'conflict') return this.#options.onError('conflict', saved.message)
      this.#path = saved.path
      this.#revision = saved.revision
      this.#inFile = cells
      this.#options.onSaved(saved, this.#latest === cells)
    } catch (thrown) {
      this.#options.onError('error', messageOf(thrown))
    }
  }

  /** A conflict with an earlier save of this very window, whose answer was lost with the connection, is none. */
  async #send(cells: Cell[]): Promise<SaveAnswer> {
    const earlier = this.#unanswered
    this.#unanswered = [...earlier, cells].slice(-mostUnanswered)
    const answer = await this.#options.write(this.#path, cells, this.#revision)
    if (answer.kind === 'saved' || !earlier.some((sent) => sameSources(sent, answer.found.cells))) return answer
    this.#revision = answer.found.revision
    return this.#options.write(this.#path, cells, this.#revision)
  }
}

const mostUnanswered = 50

const sameSources = (a: readonly Pick<Cell, 'kind' | 'source'>[], b: readonly Pick<Cell, 'kind' | 'source'>[]): boolean =>
  a.length === b.length && a.every(({ kind, source }, i) => b[i]!.kind === kind && b[i]!.source === source)
