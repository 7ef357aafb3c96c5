import { existsSync, readFileSync } from 'node:fs'
import { createRequire, registerHooks } from 'node:module'
import path from 'node:path'
import util from 'node:util'
import { InputError } from '../../../protocol/errors.ts'
import * as tf from '../tfjs.ts'

/** What `lab setup tensorflow` has built. */
export interface TensorFlowInstallation {
  /** Version of the library. */
  tensorflow: string
  /** Version of @tensorflow/tfjs-node. */
  tfjsNode: string
  gpu: boolean
}

/** The native half of tfjs-node, as far as we ask it anything ourselves. */
interface Binding {
  TF_Version: string
  isUsingGpuDevice(): boolean
}

type BackendClass = new (binding: Binding, packageName: string) => tf.KernelBackend

export const tensorFlowBackend = 'tensorflow'

/** The record that the setup leaves when all else is in place, or null. */
export const tensorFlowInstallation = (folder: string): TensorFlowInstallation | null => {
  const file = path.join(folder, 'installation.json')
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as TensorFlowInstallation) : null
}

let loaded: { folder: string; binding: Binding } | null = null

/**
 * Registers TensorFlow as a backend of this process's tfjs.
 * @param folder where `lab setup tensorflow` has put it
 * @param threads of one operation; 0 lets TensorFlow take one per core. What the first call says holds for the process
 * @throws InputError when it is not there or does not load
 */
export const loadTensorFlow = (folder: string, threads: number): { version: string; gpu: boolean } => {
  const installation = tensorFlowInstallation(folder)
  if (!installation) throw new InputError('it is not installed')
  if (loaded?.folder !== folder) loaded = { folder, binding: load(folder, installation, threads) }
  return { version: loaded.binding.TF_Version, gpu: loaded.binding.isUsingGpuDevice() }
}

const load = (folder: string, { gpu }: TensorFlowInstallation, threads: number): Binding => {
  // TensorFlow reads both when it starts; it greets on the error stream otherwise.
  process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '2'
  if (threads > 0) process.env['TF_NUM_INTRAOP_THREADS'] = String(threads)
  bringBackOldUtil()
  const require = createRequire(import.meta.url)
  const core = require.resolve('@tensorflow/tfjs-core')
  const hooks = registerHooks({
    // The whole of tfjs is not needed, and its backends must join the tfjs that is here.
    resolve: (specifier, context, next) => next(/^@tensorflow\/tfjs(-core)?$/.test(specifier) ? core : specifier, context),
  })
  try {
    const from = (file: string): unknown => require(path.join(folder, 'node_modules', '@tensorflow', 'tfjs-node', file))
    const binding = from('lib/napi-v8/tfjs_binding.node') as Binding
    const { NodeJSKernelBackend } = from('dist/nodejs_kernel_backend.js') as { NodeJSKernelBackend: BackendClass }
    from('dist/register_all_kernels.js')
    tf.registerBackend(tensorFlowBackend, () => new NodeJSKernelBackend(binding, gpu ? '@tensorflow/tfjs-node-gpu' : '@tensorflow/tfjs-node'), 0)
    return binding
  } finally {
    hooks.deregister()
  }
}

/** tfjs-node asks Node for two functions that Node 23 has dropped. */
const bringBackOldUtil = (): void => {
  const old: { isNullOrUndefined?: unknown; isArray?: unknown } = util
  old.isNullOrUndefined ??= (value: unknown) => value === null || value === undefined
  old.isArray ??= Array.isArray
}
