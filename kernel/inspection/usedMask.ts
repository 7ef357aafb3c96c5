import type { RunConfig } from '../../protocol/config/index.ts'
import { usualNoise } from '../../protocol/inspection/index.ts'
import type { PictureMessage } from '../../protocol/pictureMessage.ts'
import { maskPixels } from '../../masks/inspection/maskPixels.ts'
import { viewMask } from '../../masks/inspection/maskView.ts'
import type { Dataset } from '../data/document.ts'
import { encodePng } from '../data/png.ts'
import { trainingMask } from '../data/maskBias.ts'
import { heldOutSequences, inspectedSequence } from './heldOutSequence.ts'

/**
 * The mask that a run trains under, to be kept with it: who sees whom in its first held-out sequence, the predicate as `text`
 * and its SHA-256 as `reference`.
 */
export const usedMask = async (config: RunConfig, dataset: Dataset): Promise<PictureMessage[]> => {
  if (dataset.size('heldOut') === 0) return []
  const [packed] = heldOutSequences(config, dataset, 0, 1)
  const sequence = await inspectedSequence(packed!, config, usualNoise, '')
  const view = viewMask(trainingMask(config), sequence, 1)
  const { side, pixels } = maskPixels(sequence, view)
  return [{ index: 0, png: await encodePng({ width: side, height: side, pixels }), width: side, height: side, text: `${view.name}: ${view.source}`, reference: view.sha256 }]
}
