import * as ort from 'onnxruntime-node'
import type { HostTensors } from '../engine.ts'
import { GraphBuilder, type Value } from '../graph.ts'
import { encodeModel } from '../onnx/encode.ts'
import type { Provider } from './providers.ts'
import { present, type OnnxState } from './state.ts'
import { toHost, toOrt } from './tensors.ts'

/**
 * State in the device's memory. It crosses over through graphs that only copy: reading a device buffer directly ends
 * the process in ONNX Runtime 1.30.
 */
export class DeviceState implements OnnxState {
  readonly #provider: Provider
  readonly #held = new Map<string, ort.Tensor>()
  /** Written, and not yet on the device. */
  readonly #waiting = new Map<string, ort.Tensor>()
  readonly #copiers = new Map<string, Promise<ort.InferenceSession>>()

  constructor(provider: Provider, values: HostTensors) {
    this.#provider = provider
    this.write(values)
  }

  async tensors(names: readonly string[]): Promise<Record<string, ort.Tensor>> {
    const waiting = Object.fromEntries(names.flatMap((name) => (this.#waiting.has(name) ? [[name, this.#waiting.get(name)!]] : [])))
    for (const [name, tensor] of Object.entries(await this.#copy(waiting, 'gpu-buffer'))) {
      this.#waiting.delete(name)
      this.advance(name, tensor)
    }
    return Object.fromEntries(names.map((name) => [name, present(this.#held.get(name), name)]))
  }

  place(): null {
    return null
  }

  advance(name: string, tensor: ort.Tensor): void {
    this.#held.get(name)?.dispose()
    this.#held.set(name, tensor)
  }

  /**
   * Moves tensors into buffers of the state's own. A session takes its buffers with it when it is released, and what
   * frees one of them after that ends the process.
   */
  async keep(names: readonly string[]): Promise<void> {
    const held = Object.fromEntries(names.flatMap((name) => (this.#held.has(name) ? [[name, this.#held.get(name)!]] : [])))
    for (const [name, tensor] of Object.entries(await this.#copy(held, 'gpu-buffer'))) this.advance(name, tensor)
  }

  async read(names: readonly string[] = [...new Set([...this.#held.keys(), ...this.#waiting.keys()])]): Promise<HostTensors> {
    const read = await this.#copy(await this.tensors(names), 'cpu')
    return Object.fromEntries(Object.entries(read).map(([name, tensor]) => [name, toHost(tensor, tensor.dims)]))
  }

  write(values: HostTensors): void {
    for (const [name, { dtype, shape, data }] of Object.entries(values)) this.#waiting.set(name, toOrt(dtype, data.slice(), shape))
  }

  dispose(): void {
    for (const tensor of this.#held.values()) tensor.dispose()
    this.#held.clear()
    this.#waiting.clear()
    for (const copier of this.#copiers.values()) void copier.then((session) => session.release())
    this.#copiers.clear()
  }

  async #copy(tensors: Record<string, ort.Tensor>, to: 'cpu' | 'gpu-buffer'): Promise<Record<string, ort.Tensor>> {
    const names = Object.keys(tensors)
    if (names.length === 0) return {}
    const key = `${to} ${names.map((name) => `${name}[${tensors[name]!.dims.join()}]`).join(' ')}`
    let copier = this.#copiers.get(key)
    if (!copier) this.#copiers.set(key, (copier = createCopier(this.#provider, tensors, to)))
    const copies = await (await copier).run(tensors)
    return Object.fromEntries(names.map((name) => [name, copies[copyOf(name)]!]))
  }
}

const copyOf = (name: string): string => `copy/${name}`

const createCopier = (provider: Provider, tensors: Record<string, ort.Tensor>, to: 'cpu' | 'gpu-buffer'): Promise<ort.InferenceSession> => {
  const builder = new GraphBuilder()
  const outputs = Object.entries(tensors).map(([name, { dims, type }]) =>
    ({ name: copyOf(name), value: builder.input(name, { shape: dims, dtype: type as Value['dtype'] }) }))
  return ort.InferenceSession.create(encodeModel(builder.finish('copy', outputs)), {
    executionProviders: [provider.ort], preferredOutputLocation: to, logSeverityLevel: 3,
  })
}
