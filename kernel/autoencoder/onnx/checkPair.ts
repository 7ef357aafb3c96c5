import * as ort from 'onnxruntime-node'
import { gridSide, type RunConfig } from '../../../protocol/config/index.ts'
import { InputError } from '../../../protocol/errors.ts'
import { shapeText, type ForeignModel, type Port } from '../../engine/onnxruntime/foreign.ts'
import { Random } from '../../random/stream.ts'

/** What is known of a pair once it has been tried. */
export interface PairPorts {
  /** The encoder's output whose first C channels are the latents. */
  means: string
  /** The decoder's output. */
  pictures: string
  /** How many go through together, where the graph fixes it. */
  encoderBatch: number | null
  decoderBatch: number | null
}

/**
 * Reads the shapes of a pair and sends one picture through it, there and back.
 * @throws InputError saying in what it does not fit the config
 */
export const checkPair = async (encoder: ForeignModel, decoder: ForeignModel, config: RunConfig): Promise<PairPorts> => {
  const { image: { size }, autoencoder: { latentChannels: channels, downsample } } = config
  const side = gridSide(config)
  const encoderBatch = checkInput(encoder, 'encoder', [3, size, size], `pictures, which image.size makes [B, 3, ${size}, ${size}]`)
  const [means, encoded] = await firstOutput(encoder, encoderBatch, [3, size, size])
  const [, given = 0, rows = 0, columns = 0] = encoded.dims
  const ofDecoder = decoder.inputs[0]?.shape[1]
  if (encoded.dims.length !== 4 || rows !== columns || rows === 0) throw new InputError(`The encoder ${encoder.path} makes ${shapeText(encoded.dims)} of a picture; latents are [B, C, h, h].`)
  if (rows !== side || (given !== channels && given !== 2 * channels)) {
    const own = typeof ofDecoder === 'number' ? ofDecoder : given
    const square = Number.isInteger(size / rows) ? size / rows : null
    throw new InputError(`The encoder ${encoder.path} makes latents of ${rows} × ${columns} with ${given} channels of a picture of ${size} × ${size}, and the config says ${side} × ${side} with ${channels}: ${square === null ? 'choose an image.size that it divides' : `set autoencoder.downsample to ${square} and autoencoder.latentChannels to ${own}`}${square !== null && square !== downsample ? '; patch.size must then divide ' + rows : ''}.`)
  }
  const decoderBatch = checkInput(decoder, 'decoder', [channels, side, side], `latents, which the config makes [B, ${channels}, ${side}, ${side}]`)
  const [pictures, decoded] = await firstOutput(decoder, decoderBatch, [channels, side, side])
  if (decoded.dims.slice(1).join() !== [3, size, size].join()) {
    throw new InputError(`The decoder ${decoder.path} makes ${shapeText(decoded.dims)} of the encoder's latents; pictures of image.size ${size} are [B, 3, ${size}, ${size}], so it is not this encoder's other half.`)
  }
  const [, again] = await firstOutput(encoder, encoderBatch, [3, size, size])
  const [before, after] = [encoded.data as Float32Array, again.data as Float32Array]
  if (before.some((value, i) => value !== after[i])) {
    throw new InputError(`The encoder ${encoder.path} gives other latents each time it is asked, as it draws a sample itself; export one that gives the means (in newer versions of Optimum: latent_parameters).`)
  }
  return { means, pictures, encoderBatch, decoderBatch }
}

/** @returns the batch size, if the graph fixes it */
const checkInput = ({ inputs, path }: ForeignModel, what: 'encoder' | 'decoder', sides: readonly [number, number, number], wanted: string): number | null => {
  const [input, second] = inputs
  if (!input || second) throw new InputError(`The ${what} ${path} takes ${inputs.length} inputs (${inputs.map(({ name }) => name).join(', ')}); it must take one, ${wanted}.`)
  if (input.type !== 'float32') throw new InputError(`The ${what} ${path} takes ${input.type}; export it with float32 inputs.`)
  const fits = input.shape.length === 4 && sides.every((side, i) => typeof input.shape[i + 1] === 'string' || input.shape[i + 1] === side)
  if (!fits) throw new InputError(`The ${what} ${path} takes ${shapeText(input.shape)}; it must take ${wanted}${hint(input, sides[0])}.`)
  return typeof input.shape[0] === 'number' ? input.shape[0] : null
}

const hint = ({ shape }: Port, channels: number): string => {
  if (shape.length === 4 && shape[3] === channels && shape[1] !== channels) return ', channels first'
  return channels === 3 && typeof shape[2] === 'number' ? `; set image.size to ${shape[2]}, or export it with open sides` : ''
}

/** The first output for a picture, or latents, of noise. */
const firstOutput = async (model: ForeignModel, batch: number | null, shape: readonly [number, number, number]): Promise<[string, ort.Tensor]> => {
  const count = batch ?? 1
  const data = new Random({ seed: 0, stream: 'evaluation', index: 2 }).fillNormal(new Float32Array(count * shape[0] * shape[1] * shape[2])).map((value) => Math.max(-1, Math.min(1, value / 2)))
  const outputs = await model.run({ [model.inputs[0]!.name]: new ort.Tensor('float32', data, [count, ...shape]) })
  const { name } = model.outputs[0]!
  const output = outputs[name]!
  if (output.type !== 'float32') throw new InputError(`${model.path} gives ${output.type}; export it with float32 outputs.`)
  return [name, output]
}
