import { readFileSync } from 'node:fs'
import { InputError } from '../../protocol/errors.ts'
import type { WrittenFile } from '../../protocol/export.ts'
import type { ExportRequest } from '../../protocol/kernelMessages.ts'
import { frozenName } from '../autoencoder/frozen.ts'
import type { HostTensors } from '../engine/engine.ts'
import { disk, type Disk } from '../files/disk.ts'
import { countParameters } from '../model/parameters.ts'
import { loadCheckpoint } from '../training/checkpoint.ts'
import { writeFolder } from './atomicFolder.ts'
import { card, pictureName } from './card.ts'
import { checkpointWeights } from './checkpointWeights.ts'
import { watched, type Content } from './content.ts'
import { refuseInexpressible } from './expressible.ts'
import { howTo } from './howTo.ts'
import { toLlama } from './llamaNames.ts'
import { modelFiles } from './modelFiles.ts'
import { onnxFiles } from './onnxFiles.ts'
import { onnxHowTo } from './onnxHowTo.ts'
import { tfjsFiles } from './tfjs/tfjsFiles.ts'
import { tfjsHowTo } from './tfjs/tfjsHowTo.ts'
import { weightsFile } from './weightsFile.ts'

/** Who is told how far an export is, and what stops it. */
export interface ExportListener {
  onProgress?: (done: number, total: number) => void
  signal?: AbortSignal
}

const modelPy = readFileSync(new URL('./pytorch/model.py', import.meta.url), 'utf8')
const generatePy = readFileSync(new URL('./pytorch/generate.py', import.meta.url), 'utf8')

/**
 * Writes a checkpoint as a folder that works without this app, whole or not at all.
 * @throws InputError when the config or a weight cannot be expressed, the folder is taken, or there is no room; the reason of the signal that stopped it
 */
export const exportCheckpoint = async (directory: string, request: ExportRequest, { onProgress, signal }: ExportListener = {}, on: Disk = disk): Promise<WrittenFile[]> => {
  const { format, dtype, about, out } = request
  const checkpoint = await loadCheckpoint(directory)
  const { config, step } = checkpoint
  const graphs = format === 'onnx' || format === 'tfjs'
  if (graphs && dtype !== 'fp32') throw new InputError(`${format === 'onnx' ? 'ONNX' : 'TensorFlow.js'} graphs are written in fp32, not ${dtype}; leave --dtype out, or export safetensors.`)
  if (format === 'pytorch') refuseInexpressible(config)
  const { parameters, weights } = checkpointWeights(checkpoint, request.weights)
  const files: WrittenFile[] = []
  const bytes = (format === 'onnx' ? 3 : 1) * Object.values(parameters).reduce((sum, { data }) => sum + data.byteLength, 0)
  await writeFolder(out, bytes, async (addFile) => {
    const contents = format === 'onnx' ? onnxFiles(graphWeights(), config) : format === 'tfjs' ? tfjsFiles(graphWeights(), config) : weightFiles()
    const samples = about.pictures.map(({ png }, i): Content => ({ name: pictureName(i), bytes: png.length, pieces: () => [png] }))
    for (const { name, pieces } of watched([...contents, ...samples], (percent) => onProgress?.(percent, 100), signal)) files.push(await addFile(name, pieces()))
    const text = card({ about, config, step, dtype, weights, parameters: countParameters(config), howTo: format === 'onnx' ? onnxHowTo(config) : format === 'tfjs' ? tfjsHowTo(config) : howTo[format], files })
    files.push(await addFile('README.md', [text]))
  }, on)
  return files

  /** The autoencoder that the run was given. */
  function frozen(): HostTensors {
    return Object.fromEntries(Object.entries(checkpoint.tensors).filter(([name]) => name.startsWith(frozenName(''))))
  }

  function graphWeights(): HostTensors {
    return { ...parameters, ...frozen() }
  }

  function weightFiles(): Content[] {
    return [
      { name: 'model.safetensors', bytes: countParameters(config) * (dtype === 'fp32' ? 4 : 2), pieces: () => weightsFile([...toLlama(parameters, config), ...Object.entries(frozen()).map(([name, { shape, data }]) => ({ name, shape, data: data as Float32Array }))], dtype) },
      ...modelFiles(config, dtype),
      ...(format === 'pytorch' ? [{ name: 'model.py', pieces: () => [modelPy] }, { name: 'generate.py', pieces: () => [generatePy] }] : []),
    ]
  }
}
