import * as tf from '../tfjs.ts'
import { GraphBuilder, sizeOf, type Dialect, type ProgramDType, type Value } from '../graph.ts'
import { lowerings, type Attributes, type Lowering } from '../lowerings/index.ts'
import { useBackend } from '../useBackend.ts'

/**
 * A tfjs backend that computes nothing: each kernel call adds nodes to a graph and returns a handle to their result.
 * Running a program, gradients and all, under it once gives the whole program as one static graph.
 */
class TraceBackend extends tf.KernelBackend {
  #builder: GraphBuilder | null = null
  #values = new WeakMap<object, Value>()

  begin(dialect: Dialect): GraphBuilder {
    if (this.#builder) throw new Error('a trace is already under way')
    this.#values = new WeakMap()
    this.#builder = new GraphBuilder(dialect)
    return this.#builder
  }

  end(): void {
    this.#builder = null
  }

  get builder(): GraphBuilder {
    if (!this.#builder) throw new Error('the trace backend computes nothing outside a trace')
    return this.#builder
  }

  /** The graph value behind a tensor. */
  graphValue(tensor: { dataId: object }): Value {
    const value = this.#values.get(tensor.dataId)
    if (!value) throw new Error('this tensor was not made in the trace; pass it in as an input')
    return value
  }

  /** A tensor info for a graph value. Each has a data id of its own, so that tidy never disposes of another's. */
  infoOf(value: Value): tf.TensorInfo {
    const dataId = {}
    this.#values.set(dataId, value)
    return { dataId, shape: [...value.shape], dtype: value.dtype === 'int64' ? 'int32' : (value.dtype as ProgramDType & tf.DataType) }
  }

  /** Values that the program writes down in JavaScript become constants of the graph. */
  override write(values: tf.backend_util.BackendValues, shape: number[], dtype: tf.DataType): object {
    const dataId = {}
    this.#values.set(dataId, this.builder.constant(toConstantData(values, dtype, sizeOf(shape)), shape, dtype as ProgramDType))
    return dataId
  }

  override readSync(): never {
    throw new Error('a traced program cannot look at values: its graph must not depend on them')
  }

  override read(): never {
    return this.readSync()
  }

  override disposeData(): boolean {
    return true
  }

  override refCount(): number {
    return 1
  }

  override incRef(): void {}

  override numDataIds(): number {
    return 0
  }

  override floatPrecision(): 32 {
    return 32
  }

  override epsilon(): number {
    return 1e-7
  }

  override timerAvailable(): boolean {
    return false
  }
}

const toConstantData = (values: tf.backend_util.BackendValues | null, dtype: tf.DataType, size: number): Float32Array | Int32Array | Uint8Array => {
  if (dtype !== 'float32' && dtype !== 'int32' && dtype !== 'bool') throw new Error(`a traced program cannot hold ${dtype} values`)
  const make = { float32: Float32Array, int32: Int32Array, bool: Uint8Array }[dtype]
  return values === null ? new make(size) : make.from(values as ArrayLike<number>)
}

const traceBackend = new TraceBackend()
tf.registerBackend('trace', () => traceBackend, 0)

const register = (kernelName: string, lower: Lowering): void =>
  tf.registerKernel({
    kernelName,
    backendName: 'trace',
    kernelFunc: ({ inputs, attrs }) => {
      const named: Record<string, Value> = {}
      for (const [name, info] of Object.entries(inputs)) if (info) named[name] = traceBackend.graphValue(info)
      const result = lower({ inputs: named, list: Object.values(named), attributes: (attrs ?? {}) as Attributes, graph: traceBackend.builder })
      return Array.isArray(result) ? result.map((value) => traceBackend.infoOf(value)) : traceBackend.infoOf(result as Value)
    },
  })

for (const [kernelName, lower] of Object.entries(lowerings)) register(kernelName, lower)

/** Runs `body` with a fresh graph builder as tfjs's backend, then puts the earlier backend back. */
export const withTrace = <Result>(dialect: Dialect, body: (builder: GraphBuilder, backend: TraceBackend) => Result): Result => {
  const before = tf.getBackend()
  useBackend('trace')
  try {
    // tidy walks what it is given back in search of tensors, every array to its last element: give it nothing.
    let result!: Result
    tf.tidy(() => {
      result = body(traceBackend.begin(dialect), traceBackend)
    })
    return result
  } finally {
    traceBackend.end()
    if (before) useBackend(before)
  }
}
