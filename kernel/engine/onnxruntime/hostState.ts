import type * as ort from 'onnxruntime-node'
import { elements, type HostDType, type HostTensors } from '../engine.ts'
import { present, type OnnxState } from './state.ts'
import { toOrt } from './tensors.ts'

const allocate = (dtype: HostDType, size: number): Float32Array | Int32Array =>
  dtype === 'float32' ? new Float32Array(size) : new Int32Array(size)

/**
 * State on the CPU: a program writes new values over the current ones where it may, else into a second buffer, and then the two change
 * places, so nothing is copied.
 */
export class HostState implements OnnxState {
  readonly #current = new Map<string, ort.Tensor>()
  readonly #spare = new Map<string, ort.Tensor>()

  constructor(values: HostTensors) {
    this.write(values)
  }

  async tensors(names: readonly string[]): Promise<Record<string, ort.Tensor>> {
    return Object.fromEntries(names.map((name) => [name, this.#tensor(name)]))
  }

  place(name: string, over: boolean): ort.Tensor {
    if (over) return this.#tensor(name)
    const known = this.#spare.get(name)
    if (known) return known
    const { type, dims } = this.#tensor(name)
    const made = toOrt(type as HostDType, allocate(type as HostDType, elements(dims)), dims)
    this.#spare.set(name, made)
    return made
  }

  advance(name: string, _: ort.Tensor, over: boolean): void {
    if (over) return
    const next = this.place(name, over)
    this.#spare.set(name, this.#tensor(name))
    this.#current.set(name, next)
  }

  async read(names: readonly string[] = [...this.#current.keys()]): Promise<HostTensors> {
    return Object.fromEntries(names.map((name) => {
      const { type, dims, data } = this.#tensor(name)
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

  #tensor(name: string): ort.Tensor {
    return present(this.#current.get(name), name)
  }
}
