import { hasImageTokens, patchesPerImage } from '../../protocol/config/index.ts'
import type { Picture, Wave } from '../data/document.ts'
import { codeOfToken } from '../data/imageTokens.ts'
import type { InferenceModel } from './inferenceModel.ts'
import type { Passage } from './reading/passage.ts'

type Model = Pick<InferenceModel, 'config' | 'space'>

/** The images that passages end with, as pictures. */
export const lastImages = ({ config, space }: Model, passages: readonly Passage[]): Promise<Picture[]> =>
  hasImageTokens(config)
    ? space.fromCodes(passages.map(({ tokens }) => Int32Array.from(tokens.slice(-patchesPerImage(config)), codeOfToken)))
    : space.fromPatches(passages.map(({ items }) => items.at(-1)!.patches), passages.map(({ items }) => items.at(-1)!.cols))

/** The waves that passages end with. */
export const lastWaves = ({ config }: Model, passages: readonly Passage[]): Wave[] =>
  passages.map(({ items }) => ({ rate: config.waves.rate, samples: items.at(-1)!.patches.map((value) => Math.max(-1, Math.min(1, value))) }))
