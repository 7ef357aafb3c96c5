import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import * as ort from 'onnxruntime-node'
import { encodeModel } from '../kernel/engine/onnx/encode.ts'
import { dialectOf } from '../kernel/engine/onnxruntime/dialectOf.ts'
import { providers } from '../kernel/engine/onnxruntime/providers.ts'
import { stateIn, stateOut, traceProgram } from '../kernel/engine/trace/traceProgram.ts'
import { elements, type HostTensors } from '../kernel/engine/engine.ts'
import type { Problem } from './problem.ts'
import { productFlop } from '../kernel/engine/productFlop.ts'
import { startState } from './startState.ts'

/** Nodes of one kind: an operator, on inputs of the same shapes. */
export interface NodeKind {
  op: string
  inputs: string
  /** How often it runs in a step. */
  count: number
  /** In a step, all of them together. */
  milliseconds: number
}

/** Where one training step spends its time, by ONNX Runtime's own profiler. */
export interface StepProfile {
  /** All nodes together. */
  milliseconds: number
  /** Matrix products alone. */
  products: number
  /** Floating-point operations of the matrix products, in 10⁹. */
  productGflop: number
  nodes: number
  kinds: NodeKind[]
}

interface ProfileEvent {
  cat: string
  name: string
  dur: number
  args?: { op_name?: string; input_type_shape?: Record<string, number[]>[] }
}

const productOps = new Set(['MatMul', 'Gemm', 'FusedMatMul', 'FusedGemm', 'Conv', 'ConvTranspose'])
const warmUp = 2

/** Runs steps with the profiler on. It costs a few per cent, so its times are shares, not speeds. */
export const profileStep = async (problem: Problem, threads: number, steps: number): Promise<StepProfile> => {
  const { graph, changed } = traceProgram(problem.program, await dialectOf(providers.cpu))
  const directory = await mkdtemp(path.join(os.tmpdir(), 'lab-bench-'))
  try {
    // The engine's own options, and the profiler.
    const session = await ort.InferenceSession.create(encodeModel(graph), {
      executionProviders: ['cpu'], graphOptimizationLevel: 'all', intraOpNumThreads: threads, interOpNumThreads: 1,
      extra: { session: { set_denormal_as_zero: '1' } },
      enableProfiling: true, profileFilePrefix: path.join(directory, 'step'),
    })
    const state = startState(problem)
    const scalar = (value: number) => ({ shape: [], dtype: 'float32' as const, data: Float32Array.of(value) })
    const inputs: HostTensors = { ...problem.batch, lr: scalar(problem.config.train.lr), correction1: scalar(10), correction2: scalar(20) }
    for (const [name, tensor] of Object.entries(state)) inputs[stateIn(name)] = tensor
    const asked = new Set(session.inputNames)
    const feeds = Object.fromEntries(Object.entries(inputs).filter(([name]) => asked.has(name)).map(([name, { dtype, shape, data }]) => [name, new ort.Tensor(dtype, data, shape)]))
    const fetches: Record<string, ort.Tensor | null> = Object.fromEntries(graph.outputs.map(({ name }) => [name, null]))
    for (const name of changed) fetches[stateOut(name)] = new ort.Tensor('float32', new Float32Array(elements(state[name]!.shape)), state[name]!.shape)
    for (let i = 0; i < warmUp + steps; i++) await session.run(feeds, fetches)
    session.endProfiling()
    await session.release()
    const [file] = await readdir(directory)
    const events = JSON.parse(await readFile(path.join(directory, file!), 'utf8')) as ProfileEvent[]
    return { ...summarise(events, steps), productGflop: productFlop(graph) / 1e9, nodes: graph.nodes.length }
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}

const summarise = (events: readonly ProfileEvent[], steps: number): Pick<StepProfile, 'milliseconds' | 'products' | 'kinds'> => {
  const all = events.filter(({ cat, name }) => cat === 'Node' && name.endsWith('_kernel_time'))
  const eachRun = all.length / (steps + warmUp)
  const kinds = new Map<string, NodeKind>()
  for (const { dur, args } of all.slice(eachRun * warmUp)) {
    const op = args?.op_name ?? 'unknown'
    const inputs = (args?.input_type_shape ?? []).map((entry) => `[${Object.values(entry)[0]?.join() ?? ''}]`).join(' ')
    const kind = kinds.get(`${op} ${inputs}`) ?? { op, inputs, count: 0, milliseconds: 0 }
    kind.count += 1 / steps
    kind.milliseconds += dur / 1000 / steps
    kinds.set(`${op} ${inputs}`, kind)
  }
  const sorted = [...kinds.values()].sort((a, b) => b.milliseconds - a.milliseconds)
  const sum = (list: readonly NodeKind[]): number => list.reduce((total, { milliseconds }) => total + milliseconds, 0)
  return { milliseconds: sum(sorted), products: sum(sorted.filter(({ op }) => productOps.has(op))), kinds: sorted }
}
