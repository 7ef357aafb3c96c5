import os from 'node:os'
import * as tf from './tfjs.ts'
import '@tensorflow/tfjs-backend-cpu'
import type { EngineRecord } from '../../protocol/records.ts'
import { inputOf, type Engine, type HostDType, type HostTensors, type Program, type State, type Tensors } from './engine.ts'
import { useBackend } from './useBackend.ts'

/** Programs run operation by operation on tfjs's plain `cpu` backend: slow, and what the traced engine is compared with. */
export const createReferenceEngine = async (): Promise<Engine> => eagerEngine('cpu', {
  engine: 'reference',
  provider: 'tfjs cpu',
  adapter: os.cpus()[0]?.model.trim() ?? 'unknown',
  threads: 1,
  versions: { tfjs: tf.version_core, node: process.versions.node },
})

/**
 * Programs run operation by operation on a tfjs backend that is registered.
 * @param backend tfjs's name of it
 */
export const eagerEngine = (backend: string, record: EngineRecord): Engine => {
  useBackend(backend)
  return {
    record,
    createState: (values) => new EagerState(backend, values),
    compile: async (program) => ({ run: (inputs, state) => run(backend, program, inputs, state), dispose: async () => {} }),
  }
}

class EagerState implements State {
  readonly tensors = new Map<string, tf.Tensor>()
  readonly #backend: string

  constructor(backend: string, values: HostTensors) {
    this.#backend = backend
    this.write(values)
  }

  async read(names: readonly string[] = [...this.tensors.keys()]): Promise<HostTensors> {
    return toHosts(Object.fromEntries(names.map((name) => [name, this.get(name)])))
  }

  get(name: string): tf.Tensor {
    const tensor = this.tensors.get(name)
    if (!tensor) throw new Error(`there is no state tensor "${name}"`)
    return tensor
  }

  replace(name: string, tensor: tf.Tensor): void {
    this.tensors.get(name)?.dispose()
    this.tensors.set(name, tensor)
  }

  write(values: HostTensors): void {
    useBackend(this.#backend)
    for (const [name, { data, shape, dtype }] of Object.entries(values)) this.replace(name, tf.tensor(data.slice(), [...shape], dtype))
  }

  dispose(): void {
    for (const tensor of this.tensors.values()) tensor.dispose()
    this.tensors.clear()
  }
}

const toHosts = (tensors: Tensors): HostTensors =>
  Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => {
    const dtype: HostDType = tensor.dtype === 'float32' ? 'float32' : 'int32'
    const data = tensor.dataSync()
    return [name, { dtype, shape: tensor.shape, data: dtype === 'float32' ? Float32Array.from(data) : Int32Array.from(data) }]
  }))

const run = async (backend: string, program: Program, inputs: Record<string, Float32Array | Int32Array>, state: State): Promise<HostTensors> => {
  if (!(state instanceof EagerState)) throw new Error('this state belongs to another engine')
  useBackend(backend)
  // A copy each: a program may return an input as it is, and tidy would dispose of the state's own tensor.
  let outputs: HostTensors = {}
  tf.tidy(() => {
    const fed = Object.fromEntries(Object.entries(program.inputs).map(([name, { shape, dtype }]) =>
      [name, tf.tensor(inputOf(program, name, inputs[name]), [...shape], dtype)]))
    const held = Object.fromEntries(Object.keys(program.state).map((name) => [name, tf.clone(state.get(name))]))
    const result = program.run(fed, held)
    outputs = toHosts(result.outputs)
    for (const [name, tensor] of Object.entries(result.state ?? {})) state.replace(name, tf.keep(tf.clone(tensor)))
    // Outputs that a program kept through differentiation would outlive the tidy.
    tf.dispose(result.outputs)
  })
  return outputs
}
