import { open, readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { changeConfig, isObject, isOnnxPair, parseConfig, runConfigSchema, usesAutoencoder, type RunConfig } from '../../protocol/config/index.ts'
import { InputError, messageOf } from '../../protocol/errors.ts'
import type { ImportedWeights, ImportReport } from '../../protocol/import.ts'
import { frozenName } from '../autoencoder/frozen.ts'
import type { HostTensors } from '../engine/engine.ts'
import { exportedShapes, fromLlama } from '../export/llamaNames.ts'
import { countingDisk } from '../files/countingDisk.ts'
import { disk } from '../files/disk.ts'
import { countParameters } from '../model/parameters.ts'
import { loadCheckpoint, type Checkpoint } from '../training/checkpoint.ts'
import { saveCheckpoint } from '../training/saveCheckpoint.ts'
import { stateName } from '../training/stateNames.ts'
import { initialOf } from '../training/programOf.ts'
import { openLucidrains } from './lucidrains.ts'
import { placeMoves, unwrapped, type Foreign } from './mapping.ts'
import { openVachanvy } from './vachanvy.ts'
import { readWeights, type Weights } from './weights.ts'

/**
 * Makes a checkpoint of weights from elsewhere: a `.safetensors` file, or a folder with `model.safetensors`.
 * @param changes keys of the config that the file does not say, or that shall be otherwise, by dotted path
 * @param folder where the checkpoint goes
 * @param onProgress told of each hundredth: the first half is reading, the second writing
 * @throws InputError when the file cannot be read, or nothing in it maps; no pickle is ever opened
 */
export const importWeights = async (source: string, changes: Record<string, unknown>, folder: string, onProgress: OnProgress = () => {}): Promise<ImportedWeights> => {
  const half = (from: number): OnProgress => (done, total) => onProgress(from + Math.floor((50 * done) / Math.max(1, total)), 100)
  const { checkpoint, report } = await read(source, changes, half(0))
  const bytes = Object.values(checkpoint.tensors).reduce((sum, { data }) => sum + data.byteLength, 0)
  const saved = await saveCheckpoint(folder, checkpoint, countingDisk(disk, bytes, half(50)))
  const { config, step } = checkpoint
  return { config, step, ...saved, parameters: countParameters(config), report }
}

type OnProgress = (done: number, total: number) => void

interface Read {
  checkpoint: Checkpoint
  report: ImportReport
}

const read = async (source: string, changes: Record<string, unknown>, onProgress: OnProgress): Promise<Read> => {
  const info = await stat(source).catch((error: unknown) => {
    throw new InputError(`${source} cannot be read (${messageOf(error)}); check its name.`)
  })
  const file = info.isDirectory() ? path.join(source, 'model.safetensors') : source
  await refusePickle(file)
  if (await readText(path.join(path.dirname(file), 'state.json')) !== null && path.basename(file) === 'model.safetensors') return ownCheckpoint(path.dirname(file), changes)
  const weights = unwrapped(await readWeights(file, onProgress))
  const foreign = openLucidrains(weights) ?? openVachanvy(weights)
  if (foreign) return fromForeign(foreign, weights, changes)
  const config = await readText(path.join(path.dirname(file), 'config.json'))
  return ownExport(file, weights, config, changes)
}

const readText = (file: string): Promise<string | null> => readFile(file, 'utf8').catch(() => null)

const pickles = /\.(pt|pth|ckpt|bin|pkl|pickle)$/i

/** PyTorch's own files are pickles, which run code when they are opened. */
const refusePickle = async (file: string): Promise<void> => {
  const first = Buffer.alloc(2)
  const handle = await open(file, 'r').catch((error: unknown) => {
    throw new InputError(`${file} cannot be read (${messageOf(error)}); give a .safetensors file, or a folder with model.safetensors.`)
  })
  await handle.read(first, 0, 2, 0).finally(() => handle.close())
  if (!pickles.test(file) && first.toString('latin1') !== 'PK' && first[0] !== 0x80) return
  const out = `${file.replace(pickles, '')}.safetensors`
  const quoted = (text: string): string => text.replace(/[\\']/g, '\\$&')
  throw new InputError(`${file} is a pickle, which can run code when it is opened, so it is not; convert it first: python3 -c "import torch, safetensors.torch as s; d = torch.load('${quoted(file)}', map_location='cpu', weights_only=True); d = d.get('model', d.get('state_dict', d)); s.save_file({k: v.clone().contiguous() for k, v in d.items() if torch.is_tensor(v)}, '${quoted(out)}')", then import ${out}.`)
}

const ownCheckpoint = async (directory: string, changes: Record<string, unknown>): Promise<Read> => {
  if (Object.keys(changes).length > 0) throw new InputError(`${directory} is a checkpoint of this app, which has its whole config; import it as it is, then fork it with the changes.`)
  const checkpoint = await loadCheckpoint(directory)
  return { checkpoint, report: { format: 'checkpoint', mapped: Object.keys(checkpoint.tensors).map((name) => ({ from: name, to: name })), left: [], fresh: [] } }
}

const ownExport = (file: string, weights: Weights, text: string | null, changes: Record<string, unknown>): Read => {
  if (text === null) throw new InputError(`${file} goes by no names that are known, and there is no config.json beside it; give a folder that was exported here, or a file of lucidrains/transfusion-pytorch or VachanVY/Transfusion.torch.`)
  const config = configOf(text, file, changes)
  const parameters = fromLlama(weights, config)
  const frozen: HostTensors = Object.fromEntries(Object.entries(weights).filter(([name]) => name.startsWith(frozenName(''))).map(([name, { shape, data }]) => [name, { dtype: 'float32', shape, data }]))
  if (usesAutoencoder(config) && !isOnnxPair(config) && Object.keys(frozen).length === 0) throw new InputError(`${file} lacks the autoencoder that its config.json says the model works on; export it again, or import its run as a .labrun bundle.`)
  const known = new Set([...exportedShapes(config).map(({ name }) => name), ...Object.keys(frozen)])
  const names = Object.keys(weights)
  return {
    checkpoint: { ...fresh(config, parameters, frozen), step: config.train.steps },
    report: { format: 'lab', mapped: names.filter((name) => known.has(name)).map((name) => ({ from: name, to: name })), left: names.filter((name) => !known.has(name)).map((name) => ({ name, why: 'the config has no such tensor' })), fresh: [] },
  }
}

const configOf = (text: string, file: string, changes: Record<string, unknown>): RunConfig => {
  const refuse = (): never => {
    throw new InputError(`The config.json beside ${file} has no transfusion_lab config of this version; give a folder that was exported here.`)
  }
  let tree: unknown = null
  try {
    tree = JSON.parse(text)
  } catch {
    refuse()
  }
  const parsed = runConfigSchema.safeParse(isObject(tree) ? tree['transfusion_lab'] : null)
  return parsed.success ? changeConfig(parsed.data, changes) : refuse()
}

const fromForeign = (foreign: Foreign, weights: Weights, changes: Record<string, unknown>): Read => {
  const said = { ...foreign.sizes, ...changes }
  if (said['model.heads'] === undefined) throw new InputError('The file does not say how many attention heads it has; add --set model.heads=N.')
  const config = parseConfig(said)
  refuseHollow(config, weights)
  const { parameters, placed, misfits, fresh: left } = placeMoves(foreign.moves(config), config)
  if (placed.length === 0) throw new InputError('Nothing in the file has the shapes of this config; check --set.')
  const moved = new Set(placed.map(({ from }) => from))
  const misfit = new Map(misfits.map(({ from, weight }) => [from, `its shape [${weight.shape.join(', ')}] is not that of this model`]))
  return {
    checkpoint: fresh(config, parameters),
    report: {
      format: foreign.format, fresh: left,
      mapped: placed.map(({ from, to }) => ({ from, to })),
      left: Object.keys(weights).filter((name) => !moved.has(name)).map((name) => ({ name, why: misfit.get(name) ?? foreign.why(name) })),
    },
  }
}

/** A file whose shapes ask for far more than it holds, so that a few bytes cannot take all of the memory. */
const refuseHollow = (config: RunConfig, weights: Weights): void => {
  const here = Object.values(weights).reduce((sum, { data }) => sum + data.length, 0), asked = countParameters(config)
  if (asked > 10_000_000 + 16 * here) throw new InputError(`The file holds ${here} values, and its shapes with --set make a model of ${asked}; check --set, or give a file that has the whole model.`)
}

/** A checkpoint of weights alone: no moments, and averages that start at the weights. */
const fresh = (config: RunConfig, parameters: HostTensors, frozen: HostTensors = {}): Checkpoint => ({
  config, step: 0, cursor: 0, elementsSeen: 0, imagesSeen: 0, datasetHash: '',
  tensors: { ...frozen, ...Object.fromEntries(Object.entries(initialOf(config)).map(([name, initial]) => {
    const own = (['param', 'ema'] as const).map((kind) => stateName(kind, '')).find((kind) => name.startsWith(kind))
    return [name, own === undefined ? initial : { ...initial, data: parameters[name.slice(own.length)]!.data.slice() }]
  })) },
})
