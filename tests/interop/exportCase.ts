import path from 'node:path'
import { writeFile } from 'node:fs/promises'
import { hasImages, patchesPerImage, type RunConfig } from '../../protocol/config/index.ts'
import type { ExportAbout, ExportDtype } from '../../protocol/export.ts'
import { Batcher } from '../../kernel/data/batch.ts'
import { laidImage, none, type LaidDocument } from '../../kernel/data/laidDocument.ts'
import { specials } from '../../kernel/data/tokenizer.ts'
import type { HostTensors } from '../../kernel/engine/engine.ts'
import { createOnnxEngine } from '../../kernel/engine/onnxEngine.ts'
import { exportCheckpoint } from '../../kernel/export/exportCheckpoint.ts'
import { denoise } from '../../kernel/generation/denoise.ts'
import { InferenceModel } from '../../kernel/generation/inferenceModel.ts'
import { patchVector } from '../../kernel/model/patchVector.ts'
import { Random } from '../../kernel/random/stream.ts'
import type { Checkpoint } from '../../kernel/training/checkpoint.ts'
import { encodeSafetensors } from '../../kernel/training/safetensors.ts'
import { servingKind } from '../../kernel/training/trainProgram.ts'

const about: ExportAbout = { run: 'interop', name: 'interop', created: 0, appVersion: '0', git: null, userKeys: [], datasetHash: null, metrics: [], pictures: [] }

/** Exports a checkpoint in a format, below a folder. */
export const exportAs = (directory: string, folder: string, format: 'safetensors' | 'pytorch' | 'onnx' | 'tfjs', dtype: ExportDtype = 'fp32') =>
  exportCheckpoint(directory, { format, dtype, out: path.join(folder, dtype === 'fp32' ? format : `${format}-${dtype}`), about })

/** The inputs of one sequence, in the model's own form and as a row of elements, and what the running engine says of them. */
export const runningEngine = async ({ config, tensors }: Pick<Checkpoint, 'config' | 'tensors'>) => {
  const engine = createOnnxEngine({ threads: 1 })
  const model = new InferenceModel(config, engine, engine.createState(tensors), servingKind(config))
  const { sequenceLength: length } = config.data
  const images = hasImages(config)
  const n = images ? patchesPerImage(config) : 0, vector = patchVector(config)
  const text = [...Buffer.from('a red')]
  const patches = Array<number>(n).fill(none)
  const tokens = images ? [specials.endOfText, ...text, specials.beginImage, ...patches, specials.endImage, ...text.slice(0, 2)] : [specials.endOfText, ...text]
  const laid: LaidDocument = { tokens, targets: tokens.map(() => none), items: images ? [laidImage(config, text.length + 2)] : [], index: 0 }
  const time = 0.37
  const noise = new Random({ seed: 3, stream: 'sampling' }).fillNormal(new Float32Array(n * vector))
  const shape = { batch: 1, length, images: images ? 1 : 0, texts: length }
  const { inputs } = new Batcher(config, shape).assemble([[laid]], (_, into) => { into.set(noise); return time })
  inputs['textAt'] = Int32Array.from({ length }, (_, i) => i)
  const expected: HostTensors = {
    elements: { dtype: 'int32', shape: [1, length], data: Int32Array.from({ length }, (_, i) => tokens[i] ?? specials.padding) },
    logits: await model.forward('logits', shape, inputs),
  }
  if (images) {
    expected['patches'] = { dtype: 'float32', shape: [1, n, vector], data: noise.slice() }
    expected['time'] = { dtype: 'float32', shape: [1], data: Float32Array.of(time) }
    expected['prediction'] = await model.forward('prediction', shape, inputs)
    expected['drawn'] = { dtype: 'float32', shape: [1, n, vector], data: await draw(model, noise) }
  }
  await model.dispose()
  return { inputs, expected, used: tokens.length }
}

/** ⟨eot⟩ prompt ⟨BOI⟩ and the places of the patches. */
const asking = (prompt: string, config: RunConfig): LaidDocument => {
  const start = [specials.endOfText, ...Buffer.from(prompt), specials.beginImage]
  const tokens = [...start, ...Array<number>(patchesPerImage(config)).fill(none)]
  return { tokens, targets: tokens.map(() => none), items: [laidImage(config, start.length)], index: 0 }
}

/** "ring", drawn from the given noise without randomness. */
const draw = async (model: InferenceModel, noise: Float32Array): Promise<Float32Array> => {
  const { config } = model
  const rows = [[asking('ring', config)], [asking('', config)]]
  const shape = { batch: 2, length: config.data.sequenceLength, images: 2, texts: 1 }
  const { inputs } = new Batcher(config, shape).assemble(rows, () => 0)
  const x = noise.slice()
  const { steps, guidance } = config.sample
  await denoise({ noisy: [x], randoms: [new Random({ seed: 0, stream: 'sampling' })], config, options: { steps, guidance, sampler: 'ddim' } }, async (t) => {
    for (const branch of [0, 1]) (inputs['patches'] as Float32Array).set(x, branch * x.length)
    inputs['time']!.fill(t)
    const { data } = await model.forward('prediction', shape, inputs)
    return (branch) => (data as Float32Array).subarray(branch * x.length, (branch + 1) * x.length)
  })
  return x
}

/** Everything that another program needs to be compared with the running engine. */
export const writeCase = async (directory: string, checkpoint: Pick<Checkpoint, 'config' | 'tensors'>, folder: string): Promise<void> => {
  for (const dtype of ['fp32', 'fp16', 'bf16'] as const) await exportAs(directory, folder, 'pytorch', dtype)
  await exportAs(directory, folder, 'onnx')
  const { inputs, expected, used } = await runningEngine(checkpoint)
  const { data: bias } = { data: inputs['bias'] as Float32Array }
  const { sequenceLength: length } = checkpoint.config.data
  const ownForm: HostTensors = {
    source: { dtype: 'int32', shape: [1, length], data: inputs['source']! }, position: { dtype: 'int32', shape: [1, length], data: Int32Array.from({ length }, (_, i) => i) }, bias: { dtype: 'float32', shape: [1, 1, length, length], data: bias },
    ...(inputs['imageAt'] ? { imageAt: { dtype: 'int32', shape: [inputs['imageAt'].length], data: inputs['imageAt'] } as const } : {}),
  }
  await writeFile(path.join(folder, 'expected.safetensors'), encodeSafetensors({ ...expected, ...ownForm }, { used: String(used) }))
}
