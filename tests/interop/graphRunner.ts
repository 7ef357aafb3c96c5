import path from 'node:path'
import * as ort from 'onnxruntime-node'
import type { HostTensors } from '../../kernel/engine/engine.ts'

/** Runs one graph of an exported folder. Feeds that it does not ask for are left out. */
export type RunGraph = (graph: string, feeds: HostTensors) => Promise<HostTensors>

/** An exported ONNX folder, in plain sessions of ONNX Runtime. */
export const openOnnx = async (folder: string): Promise<RunGraph> => {
  const sessions = new Map<string, ort.InferenceSession>()
  return async (graph, feeds) => {
    const session = sessions.get(graph) ?? (await ort.InferenceSession.create(path.join(folder, `${graph}.onnx`)))
    sessions.set(graph, session)
    const fed = Object.fromEntries(session.inputNames.map((name) => {
      const { dtype, shape, data } = feeds[name]!
      return [name, new ort.Tensor(dtype, data, shape)]
    }))
    const results = await session.run(fed)
    return Object.fromEntries(Object.entries(results).map(([name, { dims, type, data }]) => [name, { dtype: type, shape: dims, data }])) as HostTensors
  }
}
