import os from 'node:os'
import * as ort from 'onnxruntime-node'
import type { EngineRecord } from '../../protocol/records.ts'
import { elements, inputOf, type Compiled, type Engine, type HostDType, type HostTensor, type HostTensors, type Program, type State } from './engine.ts'
import { encodeModel } from './onnx/encode.ts'
import { stateIn, stateOut, traceProgram } from './trace/traceProgram.ts'

export interface OnnxEngineOptions {
  /** 0 takes one per core. */
  threads: number
}

/** Programs traced to ONNX and run by ONNX Runtime on the CPU. */
export const createOnnxEngine = ({ threads }: OnnxEngineOptions): Engine => {
  const count = threads === 0 ? os.availableParallelism() : threads
  const record: EngineRecord = {
    engine: 'cpu',
    provider: 'ONNX Runtime CPU (MLAS)',
    adapter: os.cpus()[0]?.model.trim() ?? 'unknown',
    threads: count,
    versions: { onnxruntime: ort.env.versions.node ?? ort.env.versions.common, node: process.versions.node },
  }
  return {
    record,
    createState: (values) => new OnnxState(values),
    compile: (program) => compile(program, count),
  }
}

const allocate = (dtype: HostDType, size: number): Float32Array | Int32Array =>
  dtype === 'float32' ? new Float32Array(size) : new Int32Array(size)

const toOrt = (dtype: HostDType, data: Float32Array | Int32Array, shape: readonly number[]): ort.Tensor =>
  new ort.Tensor(dtype, data, shape)

/** State on the CPU: a program writes new values into a second buffer, then the two change places, so nothing is copied. */
class OnnxState implements State {
  readonly #current = new Map<string, ort.Tensor>()
  readonly #spare = new Map<string, ort.Tensor>()

  constructor(values: HostTensors) {
    this.write(values)
  }

  tensor(name: string): ort.Tensor {
    const tensor = this.#current.get(name)
    if (!tensor) throw new Error(`there is no state tensor "${name}"`)
    return tensor
  }

  /** Where the next value of a tensor is to be written. */
  spare(name: string): ort.Tensor {
    const known = this.#spare.get(name)
    if (known) return known
    const { type, dims } = this.tensor(name)
    const made = toOrt(type as HostDType, allocate(type as HostDType, elements(dims)), dims)
    this.#spare.set(name, made)
    return made
  }

  swap(name: string): void {
    const next = this.spare(name)
    this.#spare.set(name, this.tensor(name))
    this.#current.set(name, next)
  }

  async read(names: readonly string[] = [...this.#current.keys()]): Promise<HostTensors> {
    return Object.fromEntries(names.map((name) => {
      const { type, dims, data } = this.tensor(name)
      return [name, { dtype: type as HostDType, shape: dims, data: (data as Float32Array | Int32Array).slice() }]
    }))
  }

  write(values: HostTensors): void {
    for (const [name, { dtype, shape, data }] of Object.entries(values)) {
      this.#current.set(name, toOrt(dtype, data.slice(), shape))
      this.#spare.delete(name)
    }
  }

  dispose(): void {
    this.#current.clear()
    this.#spare.clear()
  }
}

const compile = async (program: Program, threads: number): Promise<Compiled> => {
  const { graph, changed } = traceProgram(program)
  const session = await ort.InferenceSession.create(encodeModel(graph), {
    executionProviders: ['cpu'],
    graphOptimizationLevel: 'all',
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    // Adam's second moments sink into denormals, which the CPU handles many times slower.
    extra: { session: { set_denormal_as_zero: '1' } },
  })
  const asked = new Set(session.inputNames)
  const outputs = graph.outputs.filter(({ name }) => !changed.some((key) => stateOut(key) === name))
  return {
    async run(inputs, state) {
      if (!(state instanceof OnnxState)) throw new Error('this state belongs to another engine')
      const feeds: Record<string, ort.Tensor> = {}
      for (const [name, { dtype, shape }] of Object.entries(program.inputs)) {
        const data = inputOf(program, name, inputs[name])
        if (asked.has(name)) feeds[name] = toOrt(dtype, data, shape)
      }
      for (const name of Object.keys(program.state)) if (asked.has(stateIn(name))) feeds[stateIn(name)] = state.tensor(name)
      const fetches: Record<string, ort.Tensor | null> = Object.fromEntries(outputs.map(({ name }) => [name, null]))
      for (const name of changed) fetches[stateOut(name)] = state.spare(name)
      const results = await session.run(feeds, fetches)
      for (const name of changed) state.swap(name)
      return Object.fromEntries(outputs.map(({ name, value }) => [name, toHost(results[name]!, value.shape)]))
    },
    dispose: () => session.release(),
  }
}

const toHost = ({ type, data }: ort.Tensor, shape: readonly number[]): HostTensor =>
  type === 'bool'
    ? { dtype: 'int32', shape, data: Int32Array.from(data as Uint8Array) }
    : { dtype: type as HostDType, shape, data: data as Float32Array | Int32Array }
