import type { RunConfig } from '../../../protocol/config/index.ts'
import type { Dialect } from '../graph.ts'

/** What of ONNX Runtime runs a graph, and what the graph must heed there. */
export interface Provider {
  /** ONNX Runtime's own name of it in Node. */
  readonly ort: 'cpu' | 'webgpu' | 'cuda' | 'dml' | 'coreml'
  readonly title: string
  /** Where it exists; null for everywhere. */
  readonly platforms: readonly NodeJS.Platform[] | null
  /** Whether state stays in the device's memory between calls. */
  readonly keepsState: boolean
  /** What its graphs may use. */
  readonly dialect: Dialect
  /** What brings it where it is missing. */
  readonly remedy: string
}

export type OnnxEngineName = Exclude<RunConfig['engine']['name'], 'auto' | 'tensorflow' | 'reference'>

export const providers: Readonly<Record<OnnxEngineName, Provider>> = {
  cpu: { ort: 'cpu', title: 'ONNX Runtime CPU (MLAS)', platforms: null, keepsState: false, dialect: {}, remedy: '' },
  webgpu: {
    ort: 'webgpu', title: 'ONNX Runtime WebGPU', platforms: null, keepsState: true, dialect: { transposedProducts: false, repeatedAdditions: false, normScale: false },
    remedy: 'install or update the graphics driver (on Linux also libvulkan1 and the Vulkan driver of the card)',
  },
  cuda: {
    ort: 'cuda', title: 'ONNX Runtime CUDA', platforms: ['linux'], keepsState: false, dialect: {},
    remedy: 'install CUDA 12 with cuDNN 9, then run "lab setup cuda"',
  },
  directml: { ort: 'dml', title: 'ONNX Runtime DirectML', platforms: ['win32'], keepsState: false, dialect: {}, remedy: 'update Windows and the graphics driver' },
  coreml: { ort: 'coreml', title: 'ONNX Runtime CoreML', platforms: ['darwin'], keepsState: false, dialect: { transposedProducts: false }, remedy: 'update macOS' },
}
