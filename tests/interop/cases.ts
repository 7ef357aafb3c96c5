import { parseConfig, type RunConfig } from '../../protocol/config/index.ts'

/** What the plain PyTorch model must be able to say: every prediction, schedule, mask and option of the linear codec at least once. */
export const interopCases: Record<string, RunConfig> = Object.fromEntries(Object.entries({
  paper: {},
  x0: { 'diffusion.prediction': 'x0', 'diffusion.schedule': 'straight', 'diffusion.timeEmbedding': 'model', 'model.qkNorm': true, 'model.tiedEmbeddings': true, 'model.patchPositions': 'learned', 'sample.tShift': 3 },
  v: { 'diffusion.prediction': 'v', mask: 'causal', 'model.qkNorm': true, 'model.ropeBase': 500 },
  flow: { 'diffusion.prediction': 'flow', 'diffusion.schedule': 'linear', mask: 'bidirectional', 'model.patchPositions': 'learned' },
  text: { 'data.name': 'text', 'data.path': 'none', 'model.tiedEmbeddings': true },
}).map(([name, changes]) => [name, parseConfig({
  'image.size': 8, 'patch.size': 4, 'model.dim': 16, 'model.layers': 2, 'model.heads': 2, 'model.mlpHidden': 24, 'data.sequenceLength': 24, 'engine.threads': 1,
  'sample.steps': 6, 'sample.sampler': 'ddim', 'sample.captionLength': 8, ...changes,
})]))
