import { readFile } from 'node:fs/promises'
import path from 'node:path'
import '@tensorflow/tfjs-backend-cpu'
import { loadGraphModel } from '@tensorflow/tfjs-converter'
import type { HostTensors } from '../../kernel/engine/engine.ts'
import * as tf from '../../kernel/engine/tfjs.ts'
import type { RunGraph } from './graphRunner.ts'

/** An exported TensorFlow.js folder, opened with tfjs's own loader, on its plain `cpu` backend. */
export const openTfjs = async (folder: string): Promise<RunGraph> => {
  await tf.setBackend('cpu')
  const model = await loadGraphModel({
    load: async () => {
      const { modelTopology, signature, weightsManifest, format } = JSON.parse(await readFile(path.join(folder, 'model.json'), 'utf8')) as {
        modelTopology: object; signature: object; format: string; weightsManifest: { paths: string[]; weights: tf.io.WeightsManifestEntry[] }[]
      }
      const shards = await Promise.all(weightsManifest.flatMap(({ paths }) => paths.map((name) => readFile(path.join(folder, name)))))
      const bytes = Buffer.concat(shards)
      return { modelTopology, signature, format, weightSpecs: weightsManifest.flatMap(({ weights }) => weights), weightData: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) }
    },
  })
  const inputsOf = (graph: string): string[] => model.inputs.map(({ name }) => name.replace(/:0$/, '')).filter((name) => name.startsWith(`${graph}/`))
  const outputsOf = (graph: string): string[] => Object.keys((model.modelSignature as { outputs: object }).outputs).filter((name) => name.startsWith(`${graph}/`))
  return async (graph, feeds) => {
    await tf.setBackend('cpu')
    const asked = inputsOf(graph), names = outputsOf(graph)
    const fed = Object.fromEntries(asked.map((name) => {
      const { shape, dtype, data } = feeds[name.slice(graph.length + 1)]!
      return [name, tf.tensor(data, [...shape], dtype)]
    }))
    const results = [model.execute(fed, names)].flat()
    return Object.fromEntries(results.map((tensor, i) => [names[i]!.slice(graph.length + 1), { dtype: tensor.dtype, shape: tensor.shape, data: tensor.dataSync() }])) as HostTensors
  }
}
