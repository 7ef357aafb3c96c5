import os from 'node:os'
import * as ort from 'onnxruntime-node'

/** What the numbers were taken on. */
export const describeMachine = (): Record<string, string> => ({
  processor: os.cpus()[0]?.model.trim() ?? 'unknown',
  cores: `${os.availableParallelism()} cores`,
  memory: `${(os.totalmem() / 2 ** 30).toFixed(1)} GiB`,
  system: `${os.type()} ${os.release().split('-')[0]} ${os.arch()}`,
})

/** What our side runs with. */
export const describeVersions = (): Record<string, string> => ({
  'ONNX Runtime': ort.env.versions.node ?? ort.env.versions.common,
  Node: process.versions.node,
})
