import type { ModalityName } from './modalities.ts'
import type { RunConfig } from './schema.ts'

type SourceName = RunConfig['data']['parts'][number]['name']

/** The most items of each modality that one document of a dataset holds. */
const items: Record<SourceName, Record<ModalityName, number>> = {
  shapes: { image: 1, wave: 0 },
  folder: { image: 1, wave: 0 },
  text: { image: 0, wave: 0 },
  waves: { image: 0, wave: 1 },
  wavFolder: { image: 0, wave: 1 },
}

/** The datasets of a config: the parts of a mix, or the one. */
export const sourceNames = ({ data }: Pick<RunConfig, 'data'>): SourceName[] => (data.name === 'mix' ? data.parts.map(({ name }) => name) : [data.name])

/** The most items of a modality that one document of the config's datasets holds. */
export const itemsPerDocument = (config: Pick<RunConfig, 'data'>, modality: ModalityName): number => Math.max(0, ...sourceNames(config).map((name) => items[name][modality]))
