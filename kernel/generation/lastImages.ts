import { hasImageTokens, patchesPerImage } from '../../protocol/config/index.ts'
import type { Picture } from '../data/document.ts'
import { codeOfToken } from '../data/imageTokens.ts'
import type { InferenceModel } from './inferenceModel.ts'
import type { Passage } from './reading/passage.ts'

/** The images that passages end with, as pictures. */
export const lastImages = ({ config, space }: Pick<InferenceModel, 'config' | 'space'>, passages: readonly Passage[]): Promise<Picture[]> =>
  hasImageTokens(config)
    ? space.fromCodes(passages.map(({ tokens }) => Int32Array.from(tokens.slice(-patchesPerImage(config)), codeOfToken)))
    : space.fromPatches(passages.map(({ items }) => items.at(-1)!.patches))
