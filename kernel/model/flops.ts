import { hasPatches, patchesPerWave, placesPerImage, type RunConfig } from '../../protocol/config/index.ts'
import type { StepFlop } from '../../protocol/plan.ts'
import { elements } from '../engine/engine.ts'
import { iterations, matrixOf, takesMuon } from '../training/muon.ts'
import { wavePrefix } from './modalities.ts'
import { countParameters, parameterSpecs, partOf } from './parameters.ts'
import type { ParameterSpec } from './parameterSpec.ts'
import type { BatchShape } from './transfusion.ts'
import { unetLevels } from './unet/levels.ts'

// FLOP: floating-point operations, two for each multiply and add.

/** The usual estimate of a training step, 6ND: N parameters, D elements (Kaplan et al. 2020; the paper's measure, §4.1). */
export const sixND = (config: RunConfig, { batch, length }: BatchShape): number => 6 * countParameters(config) * batch * length

/**
 * FLOP of the matrix products and convolutions of one training step, exactly as the traced graph has them. A weight is in one
 * product forward and two back: its own gradient, and that of its input unless the input is given.
 */
export const stepFlop = (config: RunConfig, shape: BatchShape): StepFlop => {
  const { dim, heads, layers } = config.model
  // Q·Kᵀ and P·V forward; dO·Vᵀ, Pᵀ·dO, dS·K and dSᵀ·Q back; 2·T²·D each for a sequence, and 2·T²·H for the row sum in dO·Vᵀ.
  const flop: StepFlop = { blocks: 0, attention: (12 * dim + 2 * heads) * shape.batch * shape.length ** 2 * layers, text: 0, patches: 0, optimizer: 0 }
  const parts = { transformer: 'blocks', text: 'text', patches: 'patches' } as const
  for (const spec of parameterSpecs(config)) {
    flop[parts[partOf(spec.name)]] += 2 * productsOf(spec, config) * rowsOf(spec, config, shape) * elements(spec.shape)
    flop.optimizer += optimizerFlop(spec, config)
  }
  return flop
}

export const totalFlop = (flop: StepFlop): number => Object.values(flop).reduce((sum, part) => sum + part, 0)

/** How many products of a step a parameter is in. */
const productsOf = ({ name: whole, shape }: ParameterSpec, config: RunConfig): number => {
  const { tiedEmbeddings } = config.model
  const wave = whole.startsWith(wavePrefix), name = wave ? whole.slice(wavePrefix.length) : whole
  if (shape.length < 2 || name === 'patch.position' || (name === 'tokenEmbedding' && !tiedEmbeddings)) return 0
  const given = name === 'time.in' || name === 'patch.in' || (name === 'patch.encode' && (wave || config.patch.codec === 'linear') && config.diffusion.timeEmbedding === 'model')
  return given ? 2 : 3
}

/** How many vectors a parameter multiplies in one pass. */
const rowsOf = ({ name }: ParameterSpec, config: RunConfig, { batch, length, texts, images, waves = 0 }: BatchShape): number => {
  const part = partOf(name)
  if (part === 'transformer') return batch * length
  if (part === 'text') return texts
  if (name.startsWith(wavePrefix)) return name.includes('.time.') ? waves : waves * patchesPerWave(config)
  if (!hasPatches(config)) return 0
  if (/^time\.|\.time$/.test(name)) return images
  if (name === 'patch.encode' || name === 'patch.decode') return images * placesPerImage(config)
  return images * sideOf(name, config) ** 2
}

/** Side of the image where a tensor of the U-Net works; the steps between two levels work at the smaller side. */
const sideOf = (name: string, config: RunConfig): number => {
  const levels = unetLevels(config)
  const level = Number(/^patch\.(?:down|up)\.(\d+)\./.exec(name)?.[1] ?? 0)
  return levels[/\.(smaller|larger)$/.test(name) ? level + 1 : level]!.side
}

/** Muon's Newton–Schulz iterations: three products each, of an r × c matrix with r ≤ c. AdamW has none. */
const optimizerFlop = ({ name, shape }: ParameterSpec, { train }: RunConfig): number => {
  if (train.optimizer !== 'muon' || !takesMuon(name, shape)) return 0
  const matrix = matrixOf(shape), r = Math.min(...matrix), c = Math.max(...matrix)
  return iterations * (2 * r * r * c + 2 * r ** 3 + 2 * r * r * c)
}
