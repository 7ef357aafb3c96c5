import type { RunConfig } from '../../protocol/config/index.ts'
import { InputError } from '../../protocol/errors.ts'
import type { HostTensors } from '../engine/engine.ts'
import { encodeModel } from '../engine/onnx/encode.ts'
import type { Content } from './content.ts'
import { openGraph, withWeights } from './graphs/exportedGraph.ts'
import { exportedPrograms } from './graphs/programs.ts'
import { sideName } from './graphs/symbols.ts'
import { modelFiles } from './modelFiles.ts'

/** What one ONNX file can hold: the length of a protobuf message is a signed 32-bit number. */
const largestModel = 2 ** 31 - 2 ** 20

/** The files of an ONNX export: the programs that the app itself runs, traced for any batch and length, with the weights inside. */
export const onnxFiles = (parameters: HostTensors, config: RunConfig): Content[] => {
  const bytes = Object.values(parameters).reduce((sum, { data }) => sum + data.byteLength, 0)
  if (bytes > largestModel) throw new InputError(`The weights have ${(bytes / 2 ** 30).toFixed(1)} GiB, and one ONNX file holds at most 2; export safetensors or pytorch.`)
  return [
    ...exportedPrograms(config).map((program): Content => ({ name: `${program.name}.onnx`, bytes, pieces: () => [encodeModel(withWeights(openGraph(program), parameters), sideName)] })),
    ...modelFiles(config, 'fp32'),
  ]
}
