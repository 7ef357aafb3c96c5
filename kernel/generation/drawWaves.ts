import type { Wave } from '../data/document.ts'
import { drawItems, type DrawOptions } from './drawItems.ts'
import type { InferenceModel } from './inferenceModel.ts'
import { lastWaves } from './lastItems.ts'
import type { Prompt } from './prompt.ts'

/** Prompt → wave, see `drawItems`. @throws InputError as it does */
export const drawWaves = async (model: InferenceModel, prompts: readonly Prompt[], options: DrawOptions): Promise<Wave[]> =>
  lastWaves(model, await drawItems(model, 'wave', prompts, options))
