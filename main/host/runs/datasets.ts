import { parseConfig } from '../../../protocol/config/index.ts'
import type { DatasetOwner, DatasetPage, DatasetPlace } from '../../../protocol/datasetPage.ts'
import type { RunRecord } from '../../../protocol/records.ts'
import type { KernelSupervisor } from './kernelSupervisor.ts'
import type { Publish } from './publish.ts'

/** Looks into datasets; the kernel opens them as training does. */
export interface DatasetService {
  browse(owner: DatasetOwner, place: DatasetPlace): Promise<DatasetPage>
}

export const createDatasets = ({ kernel, publish, find }: { kernel: KernelSupervisor; publish: Publish; find: (reference: string) => RunRecord }): DatasetService => ({
  browse: async (owner, place) => {
    const config = 'run' in owner ? find(owner.run).config : parseConfig(owner.config)
    const tell = (done: number, total: number): void => publish('progress', { run: '', stage: 'dataset', done, total })
    return (await kernel.request('browsed', (id) => ({ type: 'browse', id, request: { config, ...place } }), 'opening a dataset', tell)).page
  },
})
