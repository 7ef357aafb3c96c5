import type { ModalityName } from './modalityNames.ts'
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

/** A dataset with the options that say what its documents hold. */
type Source = Pick<RunConfig['data']['parts'][number], 'name' | 'edits' | 'stories'>

/** The datasets of a config: the parts of a mix, or the one. */
const sourcesOf = ({ data }: Pick<RunConfig, 'data'>): Source[] => (data.name === 'mix' ? data.parts : [{ ...data, name: data.name }])

/** The most items of a modality that one document of the config's datasets holds. */
export const itemsPerDocument = (config: Pick<RunConfig, 'data'>, modality: ModalityName): number =>
  Math.max(0, ...sourcesOf(config).map((source) => items[source.name][modality] * (modality === 'image' && holdsPairs(source) ? 2 : 1)))

/** Edits hold the picture before and the one after, stories one picture after another. */
const holdsPairs = ({ name, edits, stories }: Source): boolean => (name === 'shapes' && edits + stories > 0) || (name === 'folder' && edits > 0)
