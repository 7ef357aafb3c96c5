import { flatten, hasImages, hasImageTokens, hasWaves, usesAutoencoder, runConfigSchema, type Json, type RunConfig } from '../../protocol/config/index.ts'
import { InputError } from '../../protocol/errors.ts'

/** What the model of an export depends on, with the values that exports can express; `null` allows any. */
const expressible: Readonly<Record<string, readonly Json[] | null>> = {
  'image.size': null,
  'model.dim': null, 'model.layers': null, 'model.heads': null, 'model.mlpHidden': null, 'model.ropeBase': null, 'model.rope': ['sequence'],
  'model.qkNorm': null, 'model.tiedEmbeddings': null, 'model.patchPositions': ['none', 'learned'],
  'patch.size': null, 'patch.codec': ['linear'],
  mask: ['transfusion', 'causal', 'bidirectional'],
  'diffusion.timesteps': null, 'diffusion.schedule': ['cosine', 'linear', 'straight'], 'diffusion.prediction': ['epsilon', 'v', 'x0', 'flow'],
  'diffusion.timeEmbedding': ['patch', 'model'],
  'data.name': ['shapes', 'folder', 'text', 'mix'],
}

/** Groups and keys that say how a model was trained or is asked, and nothing of what it computes. */
const training = /^(data|loss|train|sample|engine)\.|^diffusion\.(tDistribution|tMean|tStd|noiseLimit)$/

/**
 * Refuses a config that `model.py` would compute wrongly. A key that this list does not know is harmless only at its
 * default, which by the rule of the config means what models did before there was such a key.
 * @throws InputError naming the key
 */
export const refuseInexpressible = (config: RunConfig): void => {
  const other = config.task === 'autoencoder' ? 'an autoencoder' : hasImageTokens(config) ? 'Chameleon\'s image tokens' : usesAutoencoder(config) ? 'a model on latents' : hasWaves(config) ? 'a model of waves' : null
  if (other) throw new InputError(`model.py cannot express ${other}; export safetensors, onnx, tfjs or labrun instead.`)
  const defaults = flatten(runConfigSchema.parse({}))
  const image = /^(image|patch|diffusion)\.|^model\.patchPositions$/
  for (const [key, value] of Object.entries(flatten(config))) {
    if (key.startsWith('waves.') || (image.test(key) && !hasImages(config))) continue
    const values = expressible[key]
    const known = values === undefined ? training.test(key) || JSON.stringify(value) === JSON.stringify(defaults[key]) : values === null || values.includes(value)
    if (known) continue
    throw new InputError(`model.py cannot express ${key} = ${JSON.stringify(value)}${values ? ` (it knows ${values.join(', ')})` : ''}; export safetensors, onnx, tfjs or labrun instead.`)
  }
}
