import { hasImages, patchesPerImage, type RunConfig, type MaskName } from '../../protocol/config/index.ts'
import { InputError } from '../../protocol/errors.ts'
import { elements, type HostTensors, type Program, type Specs, type Tensors } from '../engine/engine.ts'
import type { Constant, Graph } from '../engine/graph.ts'
import { encodeModel, opset } from '../engine/onnx/encode.ts'
import { stateIn, traceProgram } from '../engine/trace/traceProgram.ts'
import { decodeLinearly, linearCodec } from '../model/linearCodec.ts'
import { parameterSpecs, patchVector } from '../model/parameters.ts'
import { modelInputs, transfusion } from '../model/transfusion.ts'
import { vocabularySize } from '../data/tokenizer.ts'
import type { Content } from './exportCheckpoint.ts'
import { modelConfig } from './modelConfig.ts'
import { tokenizerConfigJson, tokenizerJson } from './tokenizerFiles.ts'

/** What one ONNX file can hold: the length of a protobuf message is a signed 32-bit number. */
const largestModel = 2 ** 31 - 2 ** 20

/** One sequence of the length that the model was trained on, with one image place and one place that is asked for its next token. */
const exportShape = (config: RunConfig) => ({ batch: 1, length: config.data.sequenceLength, images: hasImages(config) ? 1 : 0, texts: 1 })

/** The files of an ONNX export: the traced programs that the app itself runs, with the weights inside. */
export const onnxFiles = (parameters: HostTensors, config: RunConfig): Content[] => {
  const bytes = Object.values(parameters).reduce((sum, { data }) => sum + data.byteLength, 0)
  if (bytes > largestModel) throw new InputError(`The weights have ${(bytes / 2 ** 30).toFixed(1)} GiB, and one ONNX file holds at most 2; export safetensors or pytorch.`)
  const json = JSON.stringify(modelConfig(config, 'fp32'), null, 2)
  return [
    ...exportedPrograms(config).map((program): Content => ({ name: `${program.name}.onnx`, pieces: () => [encodeModel(withWeights(traceProgram(program).graph, parameters))] })),
    { name: 'config.json', pieces: () => [json] },
    { name: 'tokenizer.json', pieces: () => [tokenizerJson()] },
    { name: 'tokenizer_config.json', pieces: () => [tokenizerConfigJson()] },
  ]
}

/** Each graph of an export as a program. */
export const exportedPrograms = (config: RunConfig): Program[] => {
  const state: Specs = Object.fromEntries(parameterSpecs(config).map(({ name, shape }) => [name, { shape, dtype: 'float32' }]))
  const inputs = modelInputs(config, exportShape(config))
  const logits: Program = { name: 'logits', inputs, state, run: (x, p) => ({ outputs: { logits: transfusion(x, p, config).logits } }) }
  if (!hasImages(config)) return [logits]
  const n = patchesPerImage(config)
  return [
    logits,
    { name: 'denoise', inputs, state, run: (x, p) => ({ outputs: { prediction: transfusion(x, p, config).predictions.image! } }) },
    {
      name: 'patch_encode', inputs: { patches: inputs['patches']!, time: inputs['time']! }, state,
      run: (x: Tensors, p) => ({ outputs: { hidden: linearCodec.encode(x['patches']!, x['time']!, p, config).rows } }),
    },
    {
      name: 'patch_decode', inputs: { hidden: { shape: [n, config.model.dim], dtype: 'float32' } }, state,
      run: (x: Tensors, p) => ({ outputs: { patches: decodeLinearly(x['hidden']!, p) } }),
    },
  ]
}

/** The graph with its parameters as constants instead of inputs. */
const withWeights = (graph: Graph, parameters: HostTensors): Graph => {
  const weights = new Map(Object.entries(parameters).map(([name, tensor]) => [stateIn(name), tensor]))
  const constants = graph.inputs.flatMap((input): Constant[] => {
    const tensor = weights.get(input.name)
    if (!tensor) return []
    if (elements(tensor.shape) !== elements(input.shape)) throw new Error(`the weight of ${input.name} has another shape than its graph`)
    return [{ ...input, data: tensor.data as Float32Array }]
  })
  return { ...graph, inputs: graph.inputs.filter(({ name }) => !weights.has(name)), constants: [...graph.constants, ...constants] }
}

/** How to run the graphs, in Markdown. */
export const onnxHowTo = (config: RunConfig): string => {
  const { length } = exportShape(config)
  const n = patchesPerImage(config), vector = patchVector(config)
  const images = hasImages(config)
  return `
ONNX opset ${opset}, float32, weights inside the files, fixed sizes: one sequence of T = ${length} elements. They run in plain ONNX Runtime
(Python, Node, browser), whose own operator \`com.microsoft.RotaryEmbedding\` they use; other runtimes lack it.

\`\`\`python
import numpy as np, onnxruntime
session = onnxruntime.InferenceSession("logits.onnx")
text = [256, *"a red ".encode()]                           # ⟨end of text⟩ starts every document
source = np.full(${length}, 259, np.int32); source[:len(text)] = text
bias = np.where(np.tri(${length}), 0, -1e9).astype(np.float32)[None, None]
feeds = {"source": source, "bias": bias, "textAt": np.array([len(text) - 1], np.int32)${images ? `,
         "patches": np.zeros((1, ${n}, ${vector}), np.float32), "time": np.zeros(1, np.float32)` : ''}}
(logits,) = session.run(["logits"], feeds)                 # [1, ${vocabularySize}], of the element after the text
\`\`\`

| graph | inputs | outputs |
| --- | --- | --- |
| \`logits.onnx\` | \`source\` int32 [${length}], \`bias\` [1, 1, ${length}, ${length}], \`textAt\` int32 [1]${images ? `, \`patches\` [1, ${n}, ${vector}], \`time\` [1]` : ''} | \`logits\` [1, ${vocabularySize}] |
${images ? `| \`denoise.onnx\` | \`source\`, \`bias\`, \`patches\`, \`time\` as above, \`imageAt\` int32 [${n}] | \`prediction\` [1, ${n}, ${vector}]: ${config.diffusion.prediction} |
| \`patch_encode.onnx\` | \`patches\`, \`time\` | \`hidden\` [${n}, ${config.model.dim}] |
| \`patch_decode.onnx\` | \`hidden\` [${n}, ${config.model.dim}] | \`patches\` [${n}, ${vector}] |
` : ''}
- \`source\`: a token id at each position, or ${vocabularySize} + i where patch i of the image stands; 259 after the end.
- \`bias\`: 0 where the query (row) sees the key (column), −1e9 elsewhere: ${typeof config.mask === 'string' ? maskWords[config.mask] : config.mask.source}
- \`textAt\`: the position whose next element is asked for.${images ? `
- \`patches\`: the image in patches of ${config.patch.size} × ${config.patch.size} pixels in [−1, 1], rows first, channels last; \`time\`: t / T, 0 is clean, 1 is noise.
- \`imageAt\`: the positions of the ${n} patches.` : ''}

There is no cache of keys and values: each call computes the whole sequence.
`
}

/** Of the masks that exports can express. */
const maskWords: Partial<Record<MaskName, string>> = {
  transfusion: 'causal, and all patches of the image see each other.',
  causal: 'causal throughout.',
  bidirectional: 'everything sees everything.',
}
