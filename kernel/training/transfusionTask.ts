import { hasImages, hasWaves, type RunConfig } from '../../protocol/config/index.ts'
import type { PictureCoder } from '../autoencoder/coder.ts'
import { trainingShape } from '../data/trainingShape.ts'
import type { Dataset } from '../data/document.ts'
import type { Engine, State } from '../engine/engine.ts'
import { evaluateHeldOut } from '../evaluation/heldOut.ts'
import { InferenceModel } from '../generation/inferenceModel.ts'
import { sampleSheet } from '../generation/sheet.ts'
import { TrainingBatches } from './batches.ts'
import { usedMask } from '../inspection/usedMask.ts'
import type { Task } from './task.ts'
import { servingKind, trainProgram } from './trainProgram.ts'

/** Trains the transformer, on documents of text and images. @param coder the config's autoencoder, if it has one */
export const transfusionTask = (config: RunConfig, dataset: Dataset, engine: Engine, state: State, cursor: number, coder: PictureCoder | null): Task => {
  const model = new InferenceModel(config, engine, state, servingKind(config), { coder })
  const batches = new TrainingBatches(config, dataset, cursor, model.space)
  return {
    program: trainProgram(config, trainingShape(config)),
    async next() {
      const { inputs, textTokens, patches, items } = await batches.next()
      return { inputs, elements: textTokens + patches, images: items.image.length + items.wave.length }
    },
    get cursor() {
      return batches.cursor
    },
    metrics(out) {
      const value = (name: string): number => out[name]!.data[0]!
      return {
        'train.loss': value('total'), 'train.text': value('text'),
        ...(hasWaves(config) && !hasImages(config) ? {} : { 'train.image': value('image') }),
        ...(hasWaves(config) ? { 'train.wave': value('wave') } : {}),
        'train.gradientNorm': value('gradientNorm'),
      }
    },
    opening: async () => [{ key: 'mask', pictures: await usedMask(config, dataset) }],
    evaluate: () => evaluateHeldOut(model, dataset),
    async pictures() {
      const { drawn, captioned } = await sampleSheet(model, dataset)
      return [{ key: 'sample', pictures: drawn }, { key: 'caption', pictures: captioned }]
    },
    dispose: () => model.dispose(),
  }
}
