import path from 'node:path'
import type { TensorReading } from '../../protocol/checkpoints.ts'
import { openSafetensors, type SafetensorsFile } from '../training/safetensorsFile.ts'
import type { TensorEntry } from '../training/safetensors.ts'
import { changeOf, readTensor } from './tensorReading.ts'

const files = ['model.safetensors', 'optimizer.safetensors'] as const

type Place = { file: SafetensorsFile; entry: TensorEntry }

/** A checkpoint's tensors, one in memory at a time. */
const openTensors = async (directory: string): Promise<{ places: Map<string, Place>; close(): Promise<void> }> => {
  const opened: SafetensorsFile[] = []
  const close = async (): Promise<void> => void (await Promise.all(opened.map((file) => file.close())))
  try {
    for (const name of files) opened.push(await openSafetensors(path.join(directory, name)))
  } catch (error) {
    await close()
    throw error
  }
  return { places: new Map(opened.flatMap((file) => file.entries.map((entry) => [entry.name, { file, entry }] as const))), close }
}

const valuesOf = async ({ file, entry }: Place): Promise<Float32Array | Int32Array> => {
  const bytes = await file.read(entry)
  return entry.dtype === 'I32' ? new Int32Array(bytes) : new Float32Array(bytes)
}

/**
 * Names, shapes, norms and histograms of a checkpoint's tensors, and how each differs from the tensor of that name in another.
 * @param against folder of the other checkpoint
 * @throws InputError when a file is not whole
 */
export const readCheckpoint = async (directory: string, against: string | null, onProgress: (done: number, total: number) => void): Promise<{ tensors: TensorReading[]; missing: string[] }> => {
  const here = await openTensors(directory)
  const there = against === null ? null : await openTensors(against).catch(async (error: unknown) => {
    await here.close()
    throw error
  })
  try {
    const tensors: TensorReading[] = []
    for (const [name, place] of here.places) {
      const values = await valuesOf(place)
      const other = there?.places.get(name)
      const comparable = other && other.entry.shape.join() === place.entry.shape.join() && other.entry.dtype === place.entry.dtype
      tensors.push({ name, shape: [...place.entry.shape], ...readTensor(values), change: comparable ? changeOf(values, await valuesOf(other)) : null })
      onProgress(tensors.length, here.places.size)
    }
    return { tensors, missing: there ? [...there.places.keys()].filter((name) => !here.places.has(name)) : [] }
  } finally {
    await here.close()
    await there?.close()
  }
}
