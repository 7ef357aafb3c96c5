import type * as ort from 'onnxruntime-node'
import { elements, type HostDType, type HostTensor, type HostTensors } from '../engine.ts'
import { isShared, sharedFloats, sharedIntegers } from '../shared.ts'
import { present, type OnnxState } from './state.ts'
import { toOrt } from './tensors.ts'

const allocate = (dtype: HostDType, size: number): Float32Array | Int32Array =>
  dtype === 'float32' ? new Float32Array(size) : new Int32Array(size)

const allocateShared = (dtype: HostDType, size: number): Float32Array | Int32Array => (dtype === 'float32' ? sharedFloats(size) : sharedIntegers(size))

const valuesOf = ({ type, dims, data }: ort.Tensor): HostTensor => ({ dtype: type as HostDType, shape: dims, data: data as Float32Array | Int32Array })

/** ONNX Runtime writes a result into its place and hands back a copy of it, a state's worth at every step: it is freed here, not at the next garbage collection. */
const letGo = ({ data }: ort.Tensor, place: ort.Tensor): void => {
  const { buffer } = data as Float32Array | Int32Array
  if (buffer !== (place.data as Float32Array | Int32Array).buffer && buffer instanceof ArrayBuffer) buffer.transfer(0)
}

const inSharedMemory = (tensor: ort.Tensor): ort.Tensor => {
  const { dtype, shape, data } = valuesOf(tensor)
  if (isShared(data)) return tensor
  const moved = allocateShared(dtype, data.length)
  moved.set(data)
  return toOrt(dtype, moved, shape)
}

/**
 * State on the CPU: a program writes new values over the current ones where it may, else into a second buffer, and then the two change
 * places, so nothing is copied.
 */
export class HostState implements OnnxState {
  readonly #current = new Map<string, ort.Tensor>()
  readonly #spare = new Map<string, ort.Tensor>()

  /** @param handedOver whether the values' memory becomes the state's own */
  constructor(values: HostTensors, handedOver = false) {
    this.write(handedOver ? {} : values)
    if (handedOver) this.#take(values)
  }

  async tensors(names: readonly string[]): Promise<Record<string, ort.Tensor>> {
    return Object.fromEntries(names.map((name) => [name, this.#tensor(name)]))
  }

  place(name: string, over: boolean): ort.Tensor {
    if (over) return this.#tensor(name)
    const known = this.#spare.get(name)
    if (known) return known
    const { dtype, shape, data } = valuesOf(this.#tensor(name))
    const made = toOrt(dtype, (isShared(data) ? allocateShared : allocate)(dtype, elements(shape)), shape)
    this.#spare.set(name, made)
    return made
  }

  advance(name: string, tensor: ort.Tensor, over: boolean): void {
    const next = this.place(name, over)
    letGo(tensor, next)
    if (over) return
    this.#spare.set(name, this.#tensor(name))
    this.#current.set(name, next)
  }

  async read(names: readonly string[] = [...this.#current.keys()]): Promise<HostTensors> {
    return Object.fromEntries(names.map((name) => {
      const tensor = valuesOf(this.#tensor(name))
      return [name, { ...tensor, data: tensor.data.slice() }]
    }))
  }

  /** Tensors as they lie, which other threads may read until the next change. The first call moves them to memory that threads share, where they stay. */
  shared(names: readonly string[]): HostTensors {
    return Object.fromEntries(names.map((name) => {
      for (const tensors of [this.#current, this.#spare]) {
        const tensor = tensors.get(name)
        if (tensor) tensors.set(name, inSharedMemory(tensor))
      }
      return [name, valuesOf(this.#tensor(name))]
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

  /** Two tensors that start equal may share their memory; they do not stay equal. */
  #take(values: HostTensors): void {
    const taken = new Map<ArrayBufferLike, Set<number>>()
    for (const [name, { dtype, shape, data }] of Object.entries(values)) {
      const starts = taken.get(data.buffer) ?? new Set()
      this.#current.set(name, toOrt(dtype, starts.has(data.byteOffset) ? data.slice() : data, shape))
      taken.set(data.buffer, starts.add(data.byteOffset))
    }
  }

  #tensor(name: string): ort.Tensor {
    return present(this.#current.get(name), name)
  }
}
