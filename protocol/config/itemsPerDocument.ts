import type { RunConfig } from './schema.ts'

type SourceName = RunConfig['data']['parts'][number]['name']

/** The most pictures that one document of a dataset holds. */
const pictures: Record<SourceName, number> = { shapes: 1, folder: 1, text: 0 }

/** The datasets of a config: the parts of a mix, or the one. */
export const sourceNames = ({ data }: Pick<RunConfig, 'data'>): SourceName[] => (data.name === 'mix' ? data.parts.map(({ name }) => name) : [data.name])

/** The most pictures that one document of the config's datasets holds. */
export const picturesPerDocument = (config: Pick<RunConfig, 'data'>): number => Math.max(0, ...sourceNames(config).map((name) => pictures[name]))
