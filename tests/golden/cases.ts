import { parseConfig, type RunConfig } from '../../protocol/config/index.ts'
import type { BatchShape } from '../../kernel/model/transfusion.ts'

/** A model and a batch whose numbers PyTorch was asked for. */
export interface GoldenCase {
  name: string
  config: RunConfig
  shape: BatchShape
}

const small = {
  'image.size': 8, 'patch.size': 2, 'model.dim': 16, 'model.layers': 2, 'model.heads': 2, 'model.mlpHidden': 16,
  'train.lr': 1e-2, 'train.lrMin': 1e-3, 'train.warmup': 2, 'train.steps': 5, 'engine.threads': 1,
}

/** Steps of AdamW that are compared. */
export const goldenSteps = 3

export const goldenCases: GoldenCase[] = [
  {
    // The paper's choices: untied head, timestep before the linear layer, ε; the gradient is clipped.
    name: 'paper',
    config: parseConfig({ ...small, 'mask': 'transfusion', 'data.sequenceLength': 32 }),
    shape: { batch: 2, length: 32, images: 3, texts: 24 },
  },
  {
    // The other branch of every choice; two documents share a sequence and one may see the other; no clipping.
    name: 'other',
    config: parseConfig({
      ...small, 'mask': 'causal', 'data.sequenceLength': 32, 'data.crossDocument': true, 'model.qkNorm': true, 'model.tiedEmbeddings': true,
      'model.patchPositions': 'learned', 'diffusion.timeEmbedding': 'model', 'diffusion.prediction': 'v', 'loss.lambda': 2, 'loss.textWeight': 0.5, 'train.clip': 0,
    }),
    shape: { batch: 2, length: 32, images: 3, texts: 24 },
  },
]
