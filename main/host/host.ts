import type { AppInfo, EventName, Events, RequestName, Requests } from '../../protocol/api.ts'
import { InputError } from '../../protocol/errors.ts'
import { parseConfig } from '../../protocol/config/index.ts'
import { nearest } from '../../protocol/config/nearest.ts'
import { forkQuery } from '../store/query/forkQuery.ts'
import { query } from '../store/query/query.ts'
import type { SpawnQuery } from '../store/query/queryMessages.ts'
import { openStore, type Store } from '../store/store.ts'
import { createDatasetFolders, type DatasetFolders } from './datasetFolders.ts'
import { databasePath, prepareHome } from './home.ts'
import { lockHome } from './hostLock.ts'
import { requestSchemas } from './requestSchemas.ts'
import { appVersion } from './runs/appRoot.ts'
import { createTryOut } from './runs/tryOut.ts'
import { createRunService } from './runs/createRunService.ts'
import { diskTrouble } from './runs/diskTrouble.ts'
import { forkKernel } from './runs/forkKernel.ts'
import type { SpawnKernel } from './runs/kernelProcess.ts'
import { examineAlone } from './runs/withKernel.ts'
import type { Publish } from './runs/publish.ts'
import type { RunService } from './runs/runService.ts'
import { examineDrivers, takeDriver } from './vulkanDrivers.ts'

export type Handlers<Names extends RequestName> = { [Name in Names]: (input: Requests[Name]['in']) => Promise<Requests[Name]['out']> }
export type NotebookRequestName = Extract<RequestName, `notebook.${string}` | `cell.${string}`>

/** Notebooks as the host needs them; made by `notebooks/notebookService.ts`. */
export interface NotebookHandlers {
  handlers: Handlers<NotebookRequestName>
  close(): Promise<void> | void
}

export interface HostOptions {
  home: string
  /** Left out: plain Node. */
  spawnKernel?: SpawnKernel
  /** Left out: plain Node. */
  spawnQuery?: SpawnQuery
  /** Left out: requests about notebooks are refused. */
  notebooks?: (parts: { home: string; store: Store; runs: RunService; publish: Publish }) => NotebookHandlers
  shell?: AppInfo['shell']
  /** Types of the `lab` API, for the editor. */
  labTypes?: string
  /** Whether runs that wait in the queue from before are started. */
  startWaiting?: boolean
}

/** The app without a face: the shells (Electron, server, command line) only carry its requests and events. */
export interface Host {
  readonly home: string
  readonly store: Store
  readonly runs: RunService
  /** What was noticed on start, one sentence each. */
  readonly notices: readonly string[]
  request<Name extends RequestName>(name: Name, input: Requests[Name]['in']): Promise<Requests[Name]['out']>
  /** A request as it comes over a wire: any name, any input. Refusals are Errors of one sentence. */
  dispatch(name: string, input: unknown): Promise<unknown>
  /** Returns the function that unsubscribes. */
  on<Name extends EventName>(name: Name, listener: (data: Events[Name]) => void): () => void
  /** Every event, for a wire. */
  onAny(listener: (event: EventName, data: unknown) => void): () => void
  /** Stops what runs after a checkpoint, and lets go of the home. */
  close(): Promise<void>
}

/**
 * Opens a home and starts the host on it.
 * @throws InputError when the home cannot be used or another host has it
 */
export const createHost = (options: HostOptions): Host => {
  const { home } = options
  prepareHome(home)
  const unlock = lockHome(home)
  try {
    return compose(options, unlock)
  } catch (thrown) {
    unlock()
    const trouble = diskTrouble(thrown, home)
    throw trouble === null ? thrown : new InputError(trouble)
  }
}

const compose = ({ home, spawnKernel = forkKernel(), spawnQuery = forkQuery, notebooks, shell = 'browser', labTypes = '', startWaiting = true }: HostOptions, unlock: () => void): Host => {
  const listeners = new Set<(event: EventName, data: unknown) => void>()
  const publish: Publish = (event, data) => {
    for (const listener of [...listeners]) listener(event, data)
  }
  const { store, notices } = openStore(databasePath(home))
  const runs = createRunService({ store, spawnKernel, home, publish, startWaiting })
  const notebookService = notebooks?.({ home, store, runs, publish })
  notices.push(...runs.notices)

  const handlers: Partial<Handlers<RequestName>> = {
    'app.info': async () => ({ version: appVersion, home, shell, labTypes, notices }),
    'store.query': ({ sql }) => query(spawnQuery, databasePath(home), sql),
    'app.doctor': ({ trace }) => runs.doctor(trace),
    'app.drivers': async () => examineDrivers(spawnKernel, home, (await examineAlone('webgpu', home, spawnKernel)).drivers),
    'app.chooseDriver': async ({ driver }) => {
      const manifest = await takeDriver(spawnKernel, home, driver)
      runs.renewKernel()
      return { manifest }
    },
    'app.measureEngines': ({ config }) => runs.measureEngines(parseConfig(config)),
    ...runHandlers(runs),
    ...folderHandlers(createDatasetFolders(home)),
    ...createTryOut(runs, publish),
    ...notebookService?.handlers,
  }

  const dispatch = async (name: string, input: unknown): Promise<unknown> => {
    if (!isRequestName(name)) {
      const near = nearest(name, Object.keys(requestSchemas))
      throw new InputError(`There is no request "${name}"${near === undefined ? '' : `; did you mean "${near}"`}${near === undefined ? '.' : '?'}`)
    }
    const parsed = requestSchemas[name].safeParse(input)
    if (!parsed.success) {
      const issue = parsed.error.issues[0]!
      throw new InputError(`The input of ${name} cannot be used: ${issue.path.length > 0 ? `${issue.path.join('.')}: ` : ''}${issue.message}.`)
    }
    const handler = handlers[name] as ((input: unknown) => Promise<unknown>) | undefined
    if (!handler) throw new InputError(`${name} is about notebooks, which this host was started without.`)
    try {
      return await handler(parsed.data)
    } catch (thrown) {
      const trouble = diskTrouble(thrown, home)
      throw trouble === null ? thrown : new Error(trouble, { cause: thrown })
    }
  }

  let closing: Promise<void> | null = null
  const close = async (): Promise<void> => {
    try {
      await notebookService?.close()
      await runs.close()
    } finally {
      store.close()
      unlock()
    }
  }

  return {
    home, store, runs, notices,
    request: async <Name extends RequestName>(name: Name, input: Requests[Name]['in']) => (await dispatch(name, input)) as Requests[Name]['out'],
    dispatch,
    on: <Name extends EventName>(name: Name, listener: (data: Events[Name]) => void) => subscribe(listeners, (event, data) => {
      if (event === name) listener(data as Events[Name])
    }),
    onAny: (listener) => subscribe(listeners, listener),
    close: () => (closing ??= close()),
  }
}

const subscribe = <Listener>(listeners: Set<Listener>, listener: Listener): (() => void) => {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

const isRequestName = (name: string): name is RequestName => Object.hasOwn(requestSchemas, name)

const runHandlers = (runs: RunService): Handlers<Exclude<Extract<RequestName, `run.${string}` | `data.${string}` | `inspect.${string}` | `view.${string}` | `queue.${string}`>, 'run.generate' | 'run.stopGenerating' | FolderRequestName>> => ({
  'run.enqueue': async ({ config, userKeys }) => runs.enqueue(parseConfig(config), { notebook: null, cell: null, userKeys }),
  'run.list': async () => runs.list(),
  'run.get': async ({ run }) => runs.find(run),
  'run.curves': async ({ of, spans }) => of.map(({ run, keys, from, to }) => runs.curves(run, keys, { from, to: to ?? Number.MAX_SAFE_INTEGER }, spans)),
  'run.media': async ({ run }) => runs.media(run),
  'run.checkpoints': async ({ run }) => runs.checkpoints(run),
  'run.pause': async ({ run }) => done(runs.pause(run)),
  'run.continue': async ({ run }) => done(runs.continue(run)),
  'run.stop': async ({ run }) => done(runs.stop(run)),
  'run.resume': async ({ run }) => done(runs.resume(run)),
  'run.repeat': async ({ run }) => runs.repeat(run),
  'run.replays': async ({ run }) => runs.replays(run),
  'run.rename': async ({ run, name }) => done(runs.rename(run, name)),
  'run.remove': async ({ run }) => done(runs.remove(run)),
  'run.restore': async ({ run }) => done(runs.restore(run)),
  'run.trashed': async () => runs.trashed(),
  'run.tag': async ({ runs: tagged, add, remove }) => done(runs.tag(tagged, add, remove)),
  'run.note': async ({ run, notes }) => done(runs.note(run, notes)),
  'run.figures': async ({ keys }) => runs.figures(keys),
  'queue.get': async () => runs.queue(),
  'queue.order': async ({ runs: order }) => done(runs.orderQueue(order)),
  'queue.hold': async ({ held }) => done(runs.holdQueue(held)),
  'view.list': async () => runs.views(),
  'view.save': async (view) => done(runs.saveView(view)),
  'view.remove': async ({ name }) => done(runs.removeView(name)),
  'run.sample': async ({ run, seed = 0, ...request }) => runs.sample(run, { ...request, seed }),
  'run.export': async ({ run, options, out }) => runs.export(run, options, out),
  'run.stopExport': async ({ run }) => done(runs.stopExport(run)),
  'run.import': async ({ path, changes }) => runs.import(path, changes),
  'run.pin': async ({ run, step, pinned }) => runs.pin(run, step, pinned),
  'run.plan': async ({ run, policy, metric }) => runs.plan(run, policy, metric),
  'run.prune': async ({ run, policy, metric }) => runs.prune(run, policy, metric),
  'run.tensors': async ({ of, against }) => runs.tensors(of, against),
  'run.filmStrip': async ({ run, prompts }) => runs.filmStrip(run, { prompts }),
  'data.browse': ({ of, place }) => runs.browse(of, place),
  'run.score': async ({ run, count }) => (await runs.score(run, count, 0)).score,
  'inspect.masks': (spec) => runs.inspectMasks(spec),
  'inspect.attention': (spec) => runs.inspectAttention(spec),
  'inspect.perturb': (spec) => runs.perturb(spec),
  'run.measure': async ({ run, step, request }) => runs.measure(run, request, step),
})

type FolderRequestName = Extract<RequestName, `data.${string}Folder` | 'data.addFile'>

const folderHandlers = (folders: DatasetFolders): Handlers<FolderRequestName> => ({
  'data.beginFolder': ({ name }) => folders.begin(name),
  'data.addFile': async ({ ticket, path, base64 }) => done(await folders.add(ticket, path, Buffer.from(base64, 'base64'))),
  'data.endFolder': ({ ticket }) => folders.end(ticket),
  'data.dropFolder': async ({ ticket }) => done(await folders.drop(ticket)),
})

const done = (_: unknown): null => null
