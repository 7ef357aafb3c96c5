import { join } from 'node:path'
import { labTypes } from '../cells/labTypes.ts'
import { createHost, type Host, type HostOptions } from '../host/host.ts'
import { createNotebookService } from '../host/notebooks/notebookService.ts'
import { appRoot } from '../host/runs/appRoot.ts'

/** The whole app under plain Node: runs, notebooks, cell workers. */
export const createLocalHost = (options: Pick<HostOptions, 'home' | 'startWaiting'>): Host =>
  createHost({ ...options, shell: 'browser', labTypes: labTypes(), notebooks: createNotebookService })

/** Folder of the built page. */
export const pageFolder = (): string => join(appRoot, 'out', 'renderer')
