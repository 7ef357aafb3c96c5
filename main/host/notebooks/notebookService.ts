import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { InputError } from '../../../protocol/errors.ts'
import type { Cell, CellState, NotebookDocument, NotebookInfo, SaveAnswer } from '../../../protocol/notebook.ts'
import { forkWorker } from '../../cells/forkWorker.ts'
import type { SpawnWorker } from '../../cells/workerMessages.ts'
import { reportHtml } from '../../report/html.ts'
import type { Store } from '../../store/store.ts'
import type { Handlers, NotebookHandlers, NotebookRequestName } from '../host.ts'
import { appRoot } from '../runs/appRoot.ts'
import type { Publish } from '../runs/publish.ts'
import type { RunService } from '../runs/runService.ts'
import { identifyCells } from './cellIdentity.ts'
import { createHistory } from './history.ts'
import { cellsOfIpynb } from './ipynb.ts'
import { createLabAnswers } from './labAnswers.ts'
import { exists, notebookSuffix, readNotebookFile, writeFileAtomically } from './notebookFile.ts'
import { createNotebookSession, type NotebookSession } from './notebookSession.ts'
import { createNotebookShelf, notebookName } from './notebookShelf.ts'
import { parseNotebook, serialiseNotebook, type FileForm } from './percentFormat.ts'

export interface NotebookOptions {
  home: string
  store: Pick<Store, 'notebooks' | 'outputs' | 'notebookVersions'>
  runs: RunService
  publish: Publish
  /** Left out: plain Node. */
  spawnWorker?: SpawnWorker
  /** Left out: the disk. */
  writeFile?: typeof writeFileAtomically
  /** Folder of the notebooks that ship. */
  experiments?: string
}

export interface NotebookService extends NotebookHandlers {
  /** Runs all code cells from the top, stopping at the first that fails. `onCell` is told of each cell's end. */
  runAll(path: string, onCell?: (cell: Cell, state: CellState) => void): Promise<{ failed: Cell | null }>
}

interface OpenNotebook {
  session: NotebookSession
  /** The file as it was last read or written here. */
  text: string
  form: FileForm
}

/** Notebooks: their files, cells, outputs and workers. */
export const createNotebookService = ({ home, store, runs, publish, spawnWorker = forkWorker(), writeFile = writeFileAtomically, experiments = join(appRoot, 'experiments') }: NotebookOptions): NotebookService => {
  const shelf = createNotebookShelf({ experiments, home, table: store.notebooks })
  const open = new Map<string, OpenNotebook>()
  const answer = createLabAnswers(runs)
  const history = createHistory(store.notebookVersions)

  const goingOn = (notebook: string) => (cell: string, since: number): string | null => {
    const current = open.get(notebook)?.session.path() ?? notebook
    const live = runs.list().filter((run) => [notebook, current].includes(run.notebook ?? '') && run.cell === cell && run.created >= since && run.ended === null)
    if (live.length === 0) return null
    return live.length === 1 ? `Its run ${live[0]!.name} goes on; stop it on its card.` : `Its ${live.length} runs go on; stop them on their cards.`
  }

  const openNotebook = async (asked: string): Promise<{ path: string; notebook: OpenNotebook }> => {
    const path = await shelf.identity(asked)
    const { text } = await readNotebookFile(path)
    const known = open.get(path)
    if (known && known.text === text) return { path, notebook: known }
    const { cells, form } = parseNotebook(text)
    store.notebooks.opened(path, Date.now())
    const session = known?.session ?? createNotebookSession({ path, outputs: store.outputs, publish, spawn: spawnWorker, answer, goingOn: goingOn(path) })
    session.book.setCells(identifyCells(cells, session.book.known()))
    const notebook = { session, text, form }
    open.set(path, notebook)
    return { path, notebook }
  }

  /** The open notebook of a path, as the page last saw it. */
  const opened = async (asked: string): Promise<{ path: string; notebook: OpenNotebook }> => {
    const path = await shelf.identity(asked)
    const notebook = open.get(path)
    return notebook ? { path, notebook } : openNotebook(path)
  }

  const documentOf = async (path: string, { session, text }: OpenNotebook): Promise<NotebookDocument> =>
    ({ ...(await shelf.info(path)), revision: revisionOf(text), cells: [...session.book.cells()], states: session.book.states() })

  const tellList = async (): Promise<void> => publish('notebooks', await shelf.list())

  /** A shipped notebook stays as it shipped: what was done with it goes on in a copy. */
  const moveToCopy = async (path: string, notebook: OpenNotebook, text: string): Promise<string> => {
    const copy = await shelf.copy(path, text)
    store.notebooks.move(path, copy)
    store.notebooks.trust(copy)
    notebook.session.moveTo(copy)
    open.delete(path)
    open.set(copy, notebook)
    return copy
  }

  const save = async (asked: string, cells: Cell[], base: string | undefined): Promise<SaveAnswer> => {
    if (new Set(cells.map(({ id }) => id)).size < cells.length) throw new InputError('Two cells have the same id; reload the notebook.')
    const { path: from, notebook } = await opened(asked)
    const text = serialiseNotebook(cells, notebook.form)
    const unchanged = text === notebook.text
    if (!unchanged && base !== undefined && base !== revisionOf(notebook.text)) {
      return conflict(from, 'in another window since this one read it', notebook.text)
    }
    const inFile = !unchanged && (await exists(from)) ? (await readNotebookFile(from)).text : notebook.text
    if (inFile !== notebook.text) return conflict(from, 'by another program since it was opened here', inFile)
    let path = from
    if (!unchanged) {
      if (shelf.isShipped(from)) path = await moveToCopy(from, notebook, text)
      else await writeFile(from, text)
      const before = notebook.text
      notebook.text = text
      publish('notebook.saved', { path, revision: revisionOf(text) })
      history.saved(path, before, text)
    }
    notebook.session.book.setCells(cells)
    if (path !== from) await tellList()
    const { modified } = await shelf.info(path)
    return { kind: 'saved', path, modified, revision: revisionOf(text), states: notebook.session.book.states() }
  }

  const trusted = async (asked: string): Promise<NotebookSession> => {
    const { path, notebook } = await opened(asked)
    if (!shelf.isTrusted(path)) throw new InputError(`${notebookName(path)} was not written here; look through its cells, then choose Trust to let them run.`)
    return notebook.session
  }

  /** One write after another: a second save must not take the first one's file for somebody else's. */
  let turn: Promise<unknown> = Promise.resolve()
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const result = turn.then(work)
    turn = result.catch(() => undefined)
    return result
  }

  const handlers: Handlers<NotebookRequestName> = {
    'notebook.list': () => shelf.list(),
    'notebook.open': ({ path: asked }) => inTurn(async () => {
      const { path, notebook } = await openNotebook(asked)
      return documentOf(path, notebook)
    }),
    async 'notebook.create'({ name, from }): Promise<NotebookInfo> {
      const source = from === undefined ? null : await shelf.identity(from)
      const info = source === null ? await shelf.create(name) : await shelf.create(name, (await readNotebookFile(source)).text, shelf.isTrusted(source))
      await tellList()
      return info
    },
    async 'notebook.import'({ name, text }) {
      const info = await shelf.create(await shelf.freeName(name.replace(/\.(ipynb|lab\.ts|ts)$/, '')), importedText(name, text), false)
      await tellList()
      return info
    },
    async 'notebook.history'({ path: asked }) {
      return history.list((await opened(asked)).path)
    },
    async 'notebook.version'({ path: asked, at }) {
      const { path, notebook: { session } } = await opened(asked)
      return { cells: history.cells(path, at, session.book.known()) }
    },
    'notebook.save': ({ path, cells, base }) => inTurn(() => save(path, cells, base)),
    async 'notebook.report'({ path: asked }) {
      const { path, notebook: { session } } = await opened(asked)
      const name = notebookName(path)
      return { name, html: reportHtml({ name, cells: session.book.cells(), states: session.book.states(), runs }) }
    },
    async 'notebook.trust'({ path: asked }) {
      const { path } = await opened(asked)
      store.notebooks.trust(path)
      await tellList()
      return null
    },
    async 'cell.run'({ path, cell }) {
      void (await trusted(path)).run(cell)
      return null
    },
    async 'cell.interrupt'({ path }) {
      ;(await opened(path)).notebook.session.interrupt()
      return null
    },
    async 'cell.restart'({ path }) {
      ;(await opened(path)).notebook.session.restart()
      return null
    },
    async 'cell.clearOutputs'({ path, cell }) {
      ;(await opened(path)).notebook.session.clearOutputs(cell)
      return null
    },
    async 'cell.pin'({ path, cell, pinned }) {
      ;(await opened(path)).notebook.session.pin(cell, pinned)
      return null
    },
  }

  return {
    handlers,
    async runAll(asked, onCell) {
      const session = await trusted(asked)
      for (const cell of session.book.cells().filter(({ kind }) => kind === 'code')) {
        const state = await session.run(cell.id)
        onCell?.(cell, state)
        if (state.status !== 'done') return { failed: cell }
      }
      return { failed: null }
    },
    async close() {
      await Promise.all([...open.values()].map(({ session }) => session.close()))
      open.clear()
    },
  }
}

/** @throws InputError when the file is of a kind that is not known here */
const importedText = (name: string, text: string): string => {
  if (name.endsWith('.ipynb')) return serialiseNotebook(cellsOfIpynb(text))
  if (name.endsWith(notebookSuffix)) return text
  throw new InputError(`${name} cannot be imported; a Jupyter notebook (.ipynb) or a notebook of this app (${notebookSuffix}) can.`)
}

const conflict = (path: string, how: string, found: string): SaveAnswer =>
  ({ kind: 'conflict', found: { revision: revisionOf(found), cells: parseNotebook(found).cells }, message: `${notebookName(path)} was changed ${how}, so it was not overwritten; take over that version, or keep yours as a copy.` })

const revisionOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 32)
