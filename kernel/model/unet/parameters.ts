import type { RunConfig } from '../../../protocol/config/index.ts'
import { patchVector } from '../patchVector.ts'
import type { ParameterSpec } from '../parameterSpec.ts'
import { unetLevels, unetTimeWidth } from './levels.ts'

/** Where the residual blocks of one direction and level keep their tensors. */
export const blockName = (direction: 'down' | 'up', level: number, block: number): string => `patch.${direction}.${level}.${block}`

/**
 * The U-Net's tensors. The second convolution of every block and the last of all start at zero (Nichol & Dhariwal 2021):
 * blocks begin as the identity, and the first ε-MSE is that of predicting nothing.
 */
export const unetSpecs = (config: RunConfig): ParameterSpec[] => {
  const { dim } = config.model
  const levels = unetLevels(config)
  const pixel = patchVector(config) / config.patch.size ** 2
  const first = levels[0]!.channels, last = levels.at(-1)!.channels
  const blocks = (direction: 'down' | 'up', level: number, from: number): ParameterSpec[] =>
    Array.from({ length: config.patch.unetBlocks }, (_, block) => residualSpecs(blockName(direction, level, block), from, levels[level]!.channels, unetTimeWidth(config))).flat()
  return [
    ...convolution('patch.in', pixel, first),
    ...levels.flatMap(({ channels, factor }, level) => [
      ...blocks('down', level, channels),
      ...(factor === 1 ? [] : linear(`patch.down.${level}.smaller`, factor ** 2 * channels, levels[level + 1]!.channels)),
    ]),
    ...norm('patch.encodeNorm', last),
    ...linear('patch.encode', last, dim),
    ...linear('patch.decode', dim, last),
    ...levels.toReversed().flatMap(({ channels, factor }, i) => {
      const level = levels.length - 1 - i
      return [
        ...(factor === 1 ? [] : linear(`patch.up.${level}.larger`, levels[level + 1]!.channels, factor ** 2 * channels)),
        ...blocks('up', level, 2 * channels),
      ]
    }),
    ...norm('patch.outNorm', first),
    ...convolution('patch.out', first, pixel, 0),
  ]
}

const residualSpecs = (name: string, from: number, to: number, time: number): ParameterSpec[] => [
  ...norm(`${name}.norm1`, from),
  ...convolution(`${name}.conv1`, from, to),
  ...linear(`${name}.time`, time, to),
  ...norm(`${name}.norm2`, to),
  ...convolution(`${name}.conv2`, to, to, 0),
  ...(from === to ? [] : linear(`${name}.skip`, from, to)),
]

const fanIn = (width: number): number => 1 / Math.sqrt(width)

const convolution = (name: string, from: number, to: number, initial = fanIn(9 * from)): ParameterSpec[] =>
  [{ name, shape: [3, 3, from, to], initial }, { name: `${name}Bias`, shape: [to], initial: 0 }]

const linear = (name: string, from: number, to: number): ParameterSpec[] =>
  [{ name, shape: [from, to], initial: fanIn(from) }, { name: `${name}Bias`, shape: [to], initial: 0 }]

const norm = (name: string, width: number): ParameterSpec[] =>
  [{ name: `${name}Gain`, shape: [width], initial: 'ones' }, { name: `${name}Bias`, shape: [width], initial: 0 }]
