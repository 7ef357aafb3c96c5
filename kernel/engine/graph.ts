/** A static graph of ONNX operators: what a traced tfjs program becomes. */

/** `float16` is made by passes alone: programs, constants and state have none. */
export type DType = ProgramDType | 'float16'
export type ProgramDType = 'float32' | 'int32' | 'bool' | 'int64'
export type Shape = readonly number[]
export type Attribute = number | readonly number[] | string | { float: number }

/** One tensor of the graph: made by a node, fed as an input, or constant. */
export interface Value {
  readonly name: string
  readonly shape: Shape
  readonly dtype: DType
}

export interface Node {
  readonly op: string
  /** '' is the ONNX standard; others hold ONNX Runtime's own operators. */
  readonly domain: string
  readonly inputs: readonly Value[]
  readonly outputs: readonly Value[]
  readonly attributes: Readonly<Record<string, Attribute>>
}

export interface Constant extends Value {
  readonly dtype: ProgramDType
  readonly data: Float32Array | Int32Array | BigInt64Array | Uint8Array
}

export interface Graph {
  name: string
  inputs: Value[]
  outputs: { name: string; value: Value }[]
  nodes: Node[]
  constants: Constant[]
}

/** What a node makes: its shape and type are known when it is added. */
export interface Result {
  shape: Shape
  dtype: DType
}

/** What the runtime of a graph has beside the ONNX standard. */
export interface Dialect {
  /** Batched products with a transposed operand in one node. Default true. */
  readonly transposedProducts?: boolean
  /** Scattered additions that are right where indices repeat. Default true. */
  readonly repeatedAdditions?: boolean
  /** A right second output of RMSNorm: the scale of each row. Default true. */
  readonly normScale?: boolean
  /** ONNX Runtime's own operators. Default true. */
  readonly own?: boolean
  /** Channels in a block of the layout that its CPU convolves in, see `lowerings/blocked.ts`. Default 0: it has none. */
  readonly blockedChannels?: number
}

/** The ONNX standard alone: what any runtime has. */
export const standard: Dialect = { own: false }

/** Number of elements of a shape. */
export const sizeOf = (shape: Shape): number => shape.reduce((product, side) => product * side, 1)

/** Collects nodes. The same operator on the same inputs is added once. */
export class GraphBuilder {
  readonly nodes: Node[] = []
  readonly inputs: Value[] = []
  readonly dialect: Required<Dialect>
  readonly #constants = new Map<string, Constant>()
  readonly #known = new Map<string, readonly Value[]>()
  readonly #depths = new Map<Value, number>()
  /** Of what is only repeated along axes, what is repeated. */
  readonly #repeated = new Map<Value, Value>()
  #next = 0

  constructor({ transposedProducts = true, repeatedAdditions = true, normScale = true, own = true, blockedChannels = 0 }: Dialect = {}) {
    this.dialect = { transposedProducts: transposedProducts && own, repeatedAdditions, normScale, own, blockedChannels }
  }

  input(name: string, { shape, dtype }: Result): Value {
    const value = { name, shape, dtype }
    this.inputs.push(value)
    return value
  }

  constant(data: Constant['data'], shape: Shape, dtype: ProgramDType): Constant {
    // Whole numbers say where things lie, and the same list comes up again and again; weights do not.
    const key = data.length <= 64 || dtype !== 'float32' ? `${dtype}[${shape.join()}]${data.join()}` : `#${this.#constants.size}`
    const known = this.#constants.get(key)
    if (known) return known
    const value = { name: `c${this.#next++}`, shape, dtype, data }
    this.#constants.set(key, value)
    return value
  }

  /** A list of int64, as ONNX wants shapes and axes. */
  integers(values: readonly number[]): Constant {
    return this.constant(BigInt64Array.from(values, BigInt), [values.length], 'int64')
  }

  scalar(value: number, dtype: 'float32' | 'int32' = 'float32'): Constant {
    return this.constant(dtype === 'float32' ? Float32Array.of(value) : Int32Array.of(value), [], dtype)
  }

  node(op: string, inputs: readonly Value[], result: Result, attributes: Node['attributes'] = {}, domain = ''): Value {
    return this.multi(op, inputs, [result], attributes, domain)[0]!
  }

  multi(op: string, inputs: readonly Value[], results: readonly Result[], attributes: Node['attributes'] = {}, domain = ''): readonly Value[] {
    const key = `${domain}:${op}(${inputs.map((input) => input.name).join()})${JSON.stringify(attributes)}${results.map((r) => `${r.dtype}[${r.shape.join()}]`).join()}`
    const known = this.#known.get(key)
    if (known) return known
    const outputs = results.map(({ shape, dtype }) => ({ name: `v${this.#next++}`, shape: [...shape], dtype }))
    this.nodes.push({ op, domain, inputs, outputs, attributes })
    this.#known.set(key, outputs)
    const depth = 1 + inputs.reduce((deepest, input) => Math.max(deepest, this.depthOf(input)), 0)
    for (const output of outputs) this.#depths.set(output, depth)
    return outputs
  }

  /** A value repeated along its axes of length 1, or along new ones in front. */
  expanded(x: Value, shape: Shape): Value {
    const made = this.node('Expand', [x, this.integers(shape)], { shape, dtype: x.dtype })
    this.#repeated.set(made, this.unrepeated(x))
    return made
  }

  /** What a value repeats, where it does; operators that broadcast need it no larger. */
  unrepeated(value: Value): Value {
    return this.#repeated.get(value) ?? value
  }

  /** Nodes in the longest chain that ends in a value; 0 for what no node makes. */
  depthOf(value: Value): number {
    return this.#depths.get(value) ?? 0
  }

  /** The graph of what the outputs need; all else is dropped. */
  finish(name: string, outputs: { name: string; value: Value }[]): Graph {
    const needed = new Set<Value>(outputs.map(({ value }) => value))
    const nodes: Node[] = []
    for (const node of this.nodes.toReversed()) {
      if (!node.outputs.some((output) => needed.has(output))) continue
      nodes.push(node)
      for (const input of node.inputs) needed.add(input)
    }
    const constants = [...this.#constants.values()].filter((constant) => needed.has(constant))
    return { name, inputs: this.inputs.filter((input) => needed.has(input)), outputs, nodes: nodes.reverse(), constants }
  }
}
