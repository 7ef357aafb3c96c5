import { hasPatches, type RunConfig } from '../../protocol/config/index.ts'
import { InputError } from '../../protocol/errors.ts'
import { elements, type HostTensors } from '../engine/engine.ts'
import { hiddenWidth, parameterSpecs } from '../model/parameters.ts'

/**
 * The names that exported weights go by. The transformer's are those of Llama in `transformers` (norms of queries and keys as
 * in Qwen 3); the image part has names of its own. Our matrices multiply from the right, [in, out]; theirs are [out, in], and
 * what we keep in one matrix is several there. Both rotate the pairs (i, i + K/2), so heads need no reordering.
 *
 * | ours                      | exported                                              | shape          |
 * |---------------------------|-------------------------------------------------------|----------------|
 * | tokenEmbedding            | model.embed_tokens.weight                             | [V, D]         |
 * | layers.N.attentionNorm    | model.layers.N.input_layernorm.weight                 | [D]            |
 * | layers.N.attention.qkv    | model.layers.N.self_attn.{q,k,v}_proj.weight          | [D, D] each    |
 * | layers.N.attention.…Norm  | model.layers.N.self_attn.{q,k}_norm.weight            | [K]            |
 * | layers.N.attention.out    | model.layers.N.self_attn.o_proj.weight                | [D, D]         |
 * | layers.N.mlpNorm          | model.layers.N.post_attention_layernorm.weight        | [D]            |
 * | layers.N.mlp.gateUp       | model.layers.N.mlp.{gate,up}_proj.weight              | [F, D] each    |
 * | layers.N.mlp.down         | model.layers.N.mlp.down_proj.weight                   | [D, F]         |
 * | norm                      | model.norm.weight                                     | [D]            |
 * | head                      | lm_head.weight (absent when tied)                     | [V, D]         |
 * | time.in, time.inBias      | time_embed.in_proj.{weight,bias}                      | [2W, 64], [2W] |
 * | time.out, time.outBias    | time_embed.out_proj.{weight,bias}                     | [W, 2W], [W]   |
 * | patch.encode…             | patch_encoder.{weight,bias}                           | [D, P], [D]    |
 * | patch.position            | patch_position                                        | [n, D]         |
 * | patch.decode…             | patch_decoder.{weight,bias}                           | [P, D], [P]    |
 *
 * What has no counterpart elsewhere (a U-Net codec, waves, an autoencoder) keeps our name and shape.
 */
export interface ExportedTensor {
  name: string
  shape: readonly number[]
  data: Float32Array
}

/** One exported tensor as a piece of one of ours: all of it, or some of its columns with rows and columns exchanged. */
interface Piece {
  name: string
  from: string
  columns: readonly [start: number, end: number] | null
}

const whole = (from: string, name: string): Piece => ({ name, from, columns: null })
const transposed = (from: string, name: string, start: number, end: number): Piece => ({ name, from, columns: [start, end] })

/** Every exported tensor of a config, in the order of the file. */
const pieces = (config: RunConfig): Piece[] => {
  const named = namedPieces(config), taken = new Set(named.map(({ from }) => from))
  return [...named, ...parameterSpecs(config).filter(({ name }) => !taken.has(name)).map(({ name }) => whole(name, name))]
}

/** Those that go by another name elsewhere. */
const namedPieces = (config: RunConfig): Piece[] => {
  if (config.task === 'autoencoder') return []
  const { dim, layers, qkNorm, tiedEmbeddings, patchPositions } = config.model
  const hidden = hiddenWidth(config.model)
  const block = (index: number): Piece[] => {
    const [ours, theirs] = [`layers.${index}`, `model.layers.${index}`]
    return [
      whole(`${ours}.attentionNorm`, `${theirs}.input_layernorm.weight`),
      ...['q', 'k', 'v'].map((part, i) => transposed(`${ours}.attention.qkv`, `${theirs}.self_attn.${part}_proj.weight`, i * dim, (i + 1) * dim)),
      ...(qkNorm ? [whole(`${ours}.attention.queryNorm`, `${theirs}.self_attn.q_norm.weight`), whole(`${ours}.attention.keyNorm`, `${theirs}.self_attn.k_norm.weight`)] : []),
      transposed(`${ours}.attention.out`, `${theirs}.self_attn.o_proj.weight`, 0, dim),
      whole(`${ours}.mlpNorm`, `${theirs}.post_attention_layernorm.weight`),
      ...['gate', 'up'].map((part, i) => transposed(`${ours}.mlp.gateUp`, `${theirs}.mlp.${part}_proj.weight`, i * hidden, (i + 1) * hidden)),
      transposed(`${ours}.mlp.down`, `${theirs}.mlp.down_proj.weight`, 0, dim),
    ]
  }
  const linear = (ours: string, theirs: string): Piece[] => {
    const width = shapesOf(config).get(`${ours}Bias`)![0]!
    return [transposed(ours, `${theirs}.weight`, 0, width), whole(`${ours}Bias`, `${theirs}.bias`)]
  }
  return [
    whole('tokenEmbedding', 'model.embed_tokens.weight'),
    ...Array.from({ length: layers }, (_, index) => block(index)).flat(),
    whole('norm', 'model.norm.weight'),
    ...(tiedEmbeddings ? [] : [transposed('head', 'lm_head.weight', 0, shapesOf(config).get('head')![1]!)]),
    ...(hasLinearPatches(config) ? [
      ...linear('time.in', 'time_embed.in_proj'), ...linear('time.out', 'time_embed.out_proj'), ...linear('patch.encode', 'patch_encoder'),
      ...(patchPositions === 'learned' ? [whole('patch.position', 'patch_position')] : []),
      ...linear('patch.decode', 'patch_decoder'),
    ] : []),
  ]
}

const shapesOf = (config: RunConfig): Map<string, readonly number[]> => new Map(parameterSpecs(config).map(({ name, shape }) => [name, shape]))

const shapeOf = ({ columns }: Piece, shape: readonly number[]): readonly number[] => (columns ? [columns[1] - columns[0], shape[0]!] : shape)

/** Visits the elements of a piece: their place in the exported tensor, and in ours. */
const eachElement = ({ columns }: Piece, shape: readonly number[], visit: (exported: number, own: number) => void): void => {
  if (!columns) {
    for (let i = 0; i < elements(shape); i++) visit(i, i)
    return
  }
  const [rows, width] = shape as [number, number]
  for (let column = columns[0]; column < columns[1]; column++) {
    for (let row = 0; row < rows; row++) visit((column - columns[0]) * rows + row, row * width + column)
  }
}

const hasLinearPatches = (config: RunConfig): boolean => hasPatches(config) && config.patch.codec === 'linear'

/** Parameters under their exported names. */
export const toLlama = (parameters: HostTensors, config: RunConfig): ExportedTensor[] => {
  return pieces(config).map((piece) => {
    const { shape, data: own } = parameters[piece.from]!
    const exported = shapeOf(piece, shape)
    const data = new Float32Array(elements(exported))
    eachElement(piece, shape, (to, at) => (data[to] = own[at]!))
    return { name: piece.name, shape: exported, data }
  })
}

/** Name and shape of every exported tensor of a config. */
export const exportedShapes = (config: RunConfig): { name: string; shape: readonly number[] }[] => {
  const shapes = shapesOf(config)
  return pieces(config).map((piece) => ({ name: piece.name, shape: shapeOf(piece, shapes.get(piece.from)!) }))
}

/**
 * Our parameters from tensors under their exported names: the reverse of `toLlama`. Takes no memory before all of them are there.
 * @throws InputError naming the first tensor that is missing or has another shape
 */
export const fromLlama = (tensors: Readonly<Record<string, { shape: readonly number[]; data: Float32Array }>>, config: RunConfig): HostTensors => {
  for (const { name, shape } of exportedShapes(config)) {
    const given = tensors[name]
    if (!given) throw new InputError(`The tensor ${name} is missing, which this config needs; check that config.json belongs to the weights.`)
    if (given.shape.join() !== shape.join()) throw new InputError(`The tensor ${name} has the shape [${given.shape.join(', ')}], and this config needs [${shape.join(', ')}]; check that config.json belongs to the weights.`)
  }
  const parameters: HostTensors = Object.fromEntries(parameterSpecs(config).map(({ name, shape }) =>
    [name, { shape, dtype: 'float32', data: new Float32Array(elements(shape)) }]))
  for (const piece of pieces(config)) {
    const { shape, data } = parameters[piece.from]!
    const given = tensors[piece.name]!.data
    eachElement(piece, shape, (at, to) => (data[to] = given[at]!))
  }
  return parameters
}
