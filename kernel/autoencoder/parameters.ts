import type { AutoencoderConfig } from '../../protocol/config/index.ts'
import type { ParameterSpec } from '../model/parameterSpec.ts'

/** Halvings between picture and latents. */
export const stagesOf = ({ downsample }: AutoencoderConfig): number => Math.log2(downsample)

/** Channels after each halving: width, twice, then four times. */
export const stageWidths = (config: AutoencoderConfig): number[] =>
  Array.from({ length: stagesOf(config) }, (_, stage) => config.width * 2 ** Math.min(stage, 2))

/** Every trainable tensor of an autoencoder, in a fixed order: the order is part of the initial values. */
export const autoencoderSpecs = (config: AutoencoderConfig): ParameterSpec[] => {
  const widths = stageWidths(config)
  const outer = (stage: number): number => (stage === 0 ? 3 : widths[stage - 1]!)
  const deepest = widths.at(-1)!
  const { kind, latentChannels, codebook } = config
  return [
    ...widths.flatMap((width, stage) => [...linear(`encoder.${stage}.down`, 4 * outer(stage), width), ...blocks(`encoder.${stage}`, width, config)]),
    { name: 'encoder.norm', shape: [deepest], initial: 'ones' },
    // A VAE says mean and log variance of each number; a VQ-VAE projects to the dimension of its codes.
    ...linear('encoder.out', deepest, kind === 'vae' ? 2 * latentChannels : latentChannels),
    ...(kind === 'vq' ? [{ name: 'codebook', shape: [codebook, latentChannels], initial: 1 } satisfies ParameterSpec] : []),
    ...linear('decoder.in', latentChannels, deepest),
    ...widths.flatMap((width, stage) => [
      ...blocks(`decoder.${stage}`, width, config),
      { name: `decoder.${stage}.norm`, shape: [width], initial: 'ones' } satisfies ParameterSpec,
      ...linear(`decoder.${stage}.up`, width, 4 * outer(stage)),
    ]),
  ]
}

const linear = (name: string, from: number, to: number): ParameterSpec[] => [
  { name, shape: [from, to], initial: 1 / Math.sqrt(from) },
  { name: `${name}Bias`, shape: [to], initial: 0 },
]

const blocks = (name: string, width: number, config: AutoencoderConfig): ParameterSpec[] =>
  Array.from({ length: config.blocks }, (_, index): ParameterSpec[] => [
    { name: `${name}.${index}.norm`, shape: [width], initial: 'ones' },
    { name: `${name}.${index}.in`, shape: [9 * width, width], initial: 1 / Math.sqrt(9 * width) },
    { name: `${name}.${index}.inBias`, shape: [width], initial: 0 },
    { name: `${name}.${index}.out`, shape: [9 * width, width], initial: 0.5 / Math.sqrt(9 * width) },
  ]).flat()
