import { mkdirSync, renameSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { InputError } from '../../protocol/errors.ts'
import { fetchNuget, findNuget, type NugetPackage } from './nuget.ts'
import { unzip, zipEntries } from './zip.ts'

/** What brings CUDA to an onnxruntime-node. */
export interface CudaLibraries {
  package: NugetPackage
  /** Where ONNX Runtime looks for them: beside its own library. */
  folder: string
  /** Their names in that folder, and in the package. */
  files: readonly { name: string; inPackage: string }[]
}

export interface CudaSetup {
  /** Null where ONNX Runtime has none. */
  libraries: CudaLibraries | null
  /** Bytes that a folder's disk has free. */
  free: (folder: string) => number
  say: (sentence: string) => void
}

/**
 * Fetches ONNX Runtime's CUDA libraries, which are too large for npm, and puts them beside its own. They are moved there when all of them
 * lie unpacked beside, so that a setup that fails leaves what was there.
 * @returns the version of ONNX Runtime
 * @throws InputError with what is missing
 */
export const setUpCuda = async ({ libraries, free, say }: CudaSetup): Promise<string> => {
  if (libraries === null) throw new InputError(`ONNX Runtime has CUDA for Node on Linux x64 only, and this is ${process.platform} ${process.arch}; use the engine "webgpu" here.`)
  const { package: wanted, folder, files } = libraries
  const staging = path.join(folder, `.cuda-${process.pid}`)
  try {
    mkdirSync(staging)
    const archive = await findNuget(wanted)
    requireRoom(archive.bytes, free, folder)
    say(`Fetching ${wanted.name} ${wanted.version} (${inMegabytes(archive.bytes)}) …`)
    const packed = path.join(staging, 'package.zip')
    await fetchNuget(archive, packed)
    say('Unpacking …')
    const entries = await zipEntries(packed)
    const found = files.map(({ name, inPackage }) => {
      const entry = entries.find((entry) => entry.name === inPackage)
      if (!entry) throw new InputError(`${wanted.name} ${wanted.version} has no ${inPackage}; nothing was installed.`)
      return { name, entry }
    })
    requireRoom(found.reduce((sum, { entry }) => sum + entry.size, 0), free, folder)
    for (const { name, entry } of found) await unzip(packed, entry, path.join(staging, name))
    for (const { name } of found) renameSync(path.join(staging, name), path.join(folder, name))
    return wanted.version
  } catch (error) {
    throw inWords(error, folder)
  } finally {
    rmSync(staging, { recursive: true, force: true })
  }
}

const inMegabytes = (bytes: number): string => `${Math.ceil(bytes / 1e6)} MB`

const requireRoom = (bytes: number, free: CudaSetup['free'], folder: string): void => {
  if (free(folder) < bytes) throw new InputError(`${inMegabytes(bytes)} are needed in ${folder} and ${inMegabytes(free(folder))} are free; make room, and run the command again.`)
}

const inWords = (error: unknown, folder: string): unknown => {
  const { code } = error as NodeJS.ErrnoException
  if (code === 'ENOSPC') return new InputError(`The disk of ${folder} is full; make room, and run the command again.`)
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return new InputError(`${folder} cannot be written to; run the command as the user who installed the app.`)
  return error
}

/** As onnxruntime-node's own install script has it in its tables. */
interface InstallMetadata {
  requirements: Record<string, readonly string[]>
  manifests: Record<string, Record<string, { package: string; path: string }>>
  packages: Record<string, { name: string; versions: readonly { feed: string; version: string }[] }>
  feeds: Record<string, { index: string }>
}

/** What of CUDA belongs to the onnxruntime-node that is installed: all of it but TensorRT. Null where it has none. */
export const cudaLibraries = (platform: string = process.platform, arch: string = process.arch): CudaLibraries | null => {
  const require = createRequire(import.meta.url)
  const { requirements, manifests, packages, feeds } = require('onnxruntime-node/script/install-metadata.js') as InstallMetadata
  const here = `${platform}/${arch}`
  const cuda = requirements[here]?.find((name) => name.startsWith('cuda'))
  if (cuda === undefined) return null
  const files = Object.entries(manifests[`${here}:${cuda}`]!).filter(([name]) => !name.includes('tensorrt'))
  const { name, versions: [first] } = packages[files[0]![1].package]!
  return {
    package: { feed: feeds[first!.feed]!.index, name, version: first!.version },
    folder: path.join(path.dirname(require.resolve('onnxruntime-node/package.json')), 'bin', 'napi-v6', platform, arch),
    files: files.map(([name, { path: inPackage }]) => ({ name: path.posix.normalize(name), inPackage })),
  }
}
