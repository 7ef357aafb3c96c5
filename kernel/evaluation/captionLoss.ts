import { hasImages, hasWaves } from '../../protocol/config/index.ts'
import { trainingShape } from '../data/trainingShape.ts'
import { showClean } from '../data/cleanPatches.ts'
import type { Dataset } from '../data/document.ts'
import { none, type LaidDocument } from '../data/laidDocument.ts'
import { vocabularySize } from '../data/tokenizer.ts'
import type { InferenceModel } from '../generation/inferenceModel.ts'
import { vocabularyOf } from '../model/parameters.ts'
import { frozenConfig, heldOutBatches, mean, tokenLosses } from './heldOutBatches.ts'

/**
 * −log P(caption | clean image), nats a token, its end included: held-out pictures and waves come first, at t = 0, as a caption is
 * asked for (§4.3.4 trains on noisy ones, which is what the noise limit is about).
 * @returns null for a model without images and waves or without text, or a dataset without captioned pictures
 */
export const captionLoss = async (model: InferenceModel, dataset: Dataset, batches: number): Promise<number | null> => {
  const { config } = model
  if ((!hasImages(config) && !hasWaves(config)) || config.baseline === 'imageOnly') return null
  const frozen = frozenConfig(config, 'imageFirst'), shape = trainingShape(frozen)
  const losses: number[] = []
  for await (const batch of heldOutBatches(frozen, dataset, batches, showClean(config), model.space, captionAlone)) {
    const { data } = await model.forward('logits', shape, batch.inputs)
    losses.push(...tokenLosses(data as Float32Array, batch, vocabularyOf(config)))
  }
  return losses.length === 0 ? null : mean(losses)
}

/** Only what follows the first item is predicted: neither that one comes, nor text without one. */
const captionAlone = (document: LaidDocument): LaidDocument => {
  const from = document.items[0]?.at ?? Infinity
  return { ...document, targets: document.targets.map((target, at) => (at > from && target < vocabularySize ? target : none)) }
}
