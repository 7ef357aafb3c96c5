import { readFileSync } from 'node:fs'
import { InputError } from '../../protocol/errors.ts'
import type { WrittenFile } from '../../protocol/export.ts'
import type { ExportRequest } from '../../protocol/kernelMessages.ts'
import { frozenName } from '../autoencoder/frozen.ts'
import type { HostTensors } from '../engine/engine.ts'
import { disk, type Disk } from '../files/disk.ts'
import { countParameters } from '../model/parameters.ts'
import { loadCheckpoint } from '../training/checkpoint.ts'
import { writeFolder, type AddFile } from './atomicFolder.ts'
import { card, pictureName } from './card.ts'
import { checkpointWeights } from './checkpointWeights.ts'
import type { Content } from './content.ts'
import { refuseInexpressible } from './expressible.ts'
import { howTo } from './howTo.ts'
import { toLlama } from './llamaNames.ts'
import { modelFiles } from './modelFiles.ts'
import { onnxFiles } from './onnxFiles.ts'
import { onnxHowTo } from './onnxHowTo.ts'
import { tfjsFiles } from './tfjs/tfjsFiles.ts'
import { tfjsHowTo } from './tfjs/tfjsHowTo.ts'
import { weightsFile } from './weightsFile.ts'

type OnProgress = (done: number, total: number) => void

const modelPy = readFileSync(new URL('./pytorch/model.py', import.meta.url), 'utf8')
const generatePy = readFileSync(new URL('./pytorch/generate.py', import.meta.url), 'utf8')

/**
 * Writes a checkpoint as a folder that works without this app, whole or not at all.
 * @throws InputError when the config or a weight cannot be expressed, or the folder is taken
 */
export const exportCheckpoint = async (directory: string, request: ExportRequest, onProgress: OnProgress = () => {}, on: Disk = disk): Promise<WrittenFile[]> => {
  const { format, dtype, about, out } = request
  const checkpoint = await loadCheckpoint(directory)
  const { config, step } = checkpoint
  const graphs = format === 'onnx' || format === 'tfjs'
  if (graphs && dtype !== 'fp32') throw new InputError(`${format === 'onnx' ? 'ONNX' : 'TensorFlow.js'} graphs are written in fp32, not ${dtype}; leave --dtype out, or export safetensors.`)
  if (!graphs) refuseInexpressible(config)
  const { parameters, weights } = checkpointWeights(checkpoint, request.weights)
  const files: WrittenFile[] = []
  const bytes = (format === 'onnx' ? 3 : 1) * Object.values(parameters).reduce((sum, { data }) => sum + data.byteLength, 0)
  await writeFolder(out, bytes, async (addFile) => {
    const contents = format === 'onnx' ? onnxFiles(graphWeights(), config) : format === 'tfjs' ? tfjsFiles(graphWeights(), config) : weightFiles()
    let done = 0
    const total = contents.length + about.pictures.length + 1
    const add: AddFile = async (name, pieces) => {
      const written = await addFile(name, pieces)
      files.push(written)
      onProgress(++done, total)
      return written
    }
    for (const { name, pieces } of contents) await add(name, pieces())
    for (const [i, { png }] of about.pictures.entries()) await add(pictureName(i), [png])
    const text = card({ about, config, step, dtype, weights, parameters: countParameters(config), howTo: format === 'onnx' ? onnxHowTo(config) : format === 'tfjs' ? tfjsHowTo(config) : howTo[format], files })
    await add('README.md', [text])
  }, on)
  return files

  /** Parameters, and the autoencoder that the run was given. */
  function graphWeights(): HostTensors {
    return { ...parameters, ...Object.fromEntries(Object.entries(checkpoint.tensors).filter(([name]) => name.startsWith(frozenName('')))) }
  }

  function weightFiles(): Content[] {
    return [
      { name: 'model.safetensors', pieces: () => weightsFile(toLlama(parameters, config), dtype) },
      ...modelFiles(config, dtype),
      ...(format === 'pytorch' ? [{ name: 'model.py', pieces: () => [modelPy] }, { name: 'generate.py', pieces: () => [generatePy] }] : []),
    ]
  }
}
