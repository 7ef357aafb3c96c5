import type { Picture } from '../data/document.ts'
import { drawItems, type DrawOptions } from './drawItems.ts'
import type { InferenceModel } from './inferenceModel.ts'
import { lastImages } from './lastItems.ts'
import type { Prompt } from './prompt.ts'

export type { DrawOptions }

/** Prompt → image, see `drawItems`. @throws InputError as it does */
export const drawImages = async (model: InferenceModel, prompts: readonly Prompt[], options: DrawOptions): Promise<Picture[]> =>
  lastImages(model, await drawItems(model, 'image', prompts, options))
