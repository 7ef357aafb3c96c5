import * as ort from 'onnxruntime-node'
import { InputError } from '../../../protocol/errors.ts'
import type { Picture } from '../../data/document.ts'
import { shapeText, type ForeignModel } from '../../engine/onnxruntime/foreign.ts'
import { resample, type filters } from './resample.ts'

/** How pictures are shown to a network. */
export interface Preparation {
  /** Side where the graph leaves it open. */
  size: number
  filter: keyof typeof filters
  /** Of values in 0 … 1, one for each channel. */
  mean: readonly [number, number, number]
  deviation: readonly [number, number, number]
}

/** Things that go through a network together where the graph leaves it open. */
export const atOnce = 8

/**
 * Vectors of pictures.
 * @param wanted the output's name where a network has several
 * @throws InputError when the network takes no pictures or gives no vectors
 */
export const picturesThrough = async (model: ForeignModel, pictures: readonly Picture[], { size, filter, mean, deviation }: Preparation, wanted: string): Promise<Float64Array[]> => {
  const [input, second] = model.inputs
  const [batch, channels, height, width] = input?.shape ?? []
  if (!input || second || input.type !== 'float32' || input.shape.length !== 4 || (typeof channels === 'number' && channels !== 3)) {
    throw new InputError(`The network ${model.path} takes ${model.inputs.map(({ type, shape }) => `${type} ${shapeText(shape)}`).join(' and ')}; it must take pictures alone, float32 [B, 3, ${size}, ${size}].`)
  }
  const to = { height: typeof height === 'number' ? height : size, width: typeof width === 'number' ? width : size }
  const area = to.height * to.width
  return through(model, pictures, typeof batch === 'number' ? batch : atOnce, wanted, (chunk, count) => {
    const values = new Float32Array(count * 3 * area)
    chunk.forEach((picture, i) => resample(picture, to, filter).forEach((value, k) => {
      const c = Math.floor(k / area)
      values[i * 3 * area + k] = (Math.max(0, Math.min(255, value)) / 255 - mean[c]!) / deviation[c]!
    }))
    return { [input.name]: new ort.Tensor('float32', values, [count, 3, to.height, to.width]) }
  })
}

/** Runs a network over items, and takes one vector of each from the output that is wanted, or else its first. */
export const through = async <Item>(model: ForeignModel, items: readonly Item[], batch: number, wanted: string, feeds: (chunk: readonly Item[], count: number) => Record<string, ort.Tensor>): Promise<Float64Array[]> => {
  const name = (model.outputs.find((output) => output.name === wanted) ?? model.outputs[0]!).name
  const vectors: Float64Array[] = []
  for (let start = 0; start < items.length; start += batch) {
    const chunk = items.slice(start, start + batch)
    const { type, dims, data } = (await model.run(feeds(chunk, batch)))[name]!
    if (type !== 'float32' || dims[0] !== batch || dims.slice(2).some((side) => side !== 1)) throw new InputError(`The network ${model.path} gives ${type} ${shapeText(dims)} as ${name}; it must give one vector of each, float32 [B, D].`)
    const own = data.length / batch
    vectors.push(...chunk.map((_, i) => Float64Array.from((data as Float32Array).subarray(i * own, (i + 1) * own))))
  }
  return vectors
}
