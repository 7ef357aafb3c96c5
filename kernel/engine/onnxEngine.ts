import os from 'node:os'
import * as ort from 'onnxruntime-node'
import type { RunConfig } from '../../protocol/config/index.ts'
import { hasKernelHeap } from '../../protocol/kernelHeap.ts'
import type { EngineRecord } from '../../protocol/records.ts'
import { graphicsAdapters } from './adapters.ts'
import { elements, inputOf, type Compiled, type Engine, type HostTensors, type Lanes, type MemoryTerms, type Program, type Specs, type State } from './engine.ts'
import type { Graph } from './graph.ts'
import { overwritable } from './overwritable.ts'
import { Lane } from './lanes/lane.ts'
import { compileOnLane } from './lanes/laneProgram.ts'
import { encodeModel } from './onnx/encode.ts'
import { doubledLate } from './passes/doubledLate.ts'
import { withFixed } from './passes/fixedState.ts'
import { halfProducts } from './passes/halfProducts.ts'
import { stateIn, stateOut, traceProgram } from './trace/traceProgram.ts'
import { DeviceState } from './onnxruntime/deviceState.ts'
import { dialectOf } from './onnxruntime/dialectOf.ts'
import { HostState } from './onnxruntime/hostState.ts'
import { providers, type OnnxEngineName, type Provider } from './onnxruntime/providers.ts'
import { worthwhileThreads } from './onnxruntime/threads.ts'
import { toHost, toOrt } from './onnxruntime/tensors.ts'
import { withinRoom } from './withinRoom.ts'

export interface OnnxEngineOptions {
  /** 0 takes one per core. */
  threads: number
  /** Default: the CPU. */
  engine?: OnnxEngineName
  /** Of matrix products. Default fp32. */
  precision?: RunConfig['engine']['precision']
}

/** Programs traced to ONNX and run by ONNX Runtime: on the CPU, or by the provider that is named. */
export const createOnnxEngine = ({ threads, engine = 'cpu', precision = 'fp32' }: OnnxEngineOptions): Engine => {
  const count = threads === 0 ? os.availableParallelism() : threads
  const provider = providers[engine]
  return {
    record: { ...recordOf(engine, provider, count), ...(precision === 'fp16' ? { precision } : {}) },
    createState: (values, handedOver) => (provider.keepsState ? new DeviceState(provider, values) : new HostState(values, handedOver)),
    compile: (program, memory, fixed) => compile(program, { provider, threads: count, precision }, memory, fixed),
    ...(engine === 'cpu' && count > 1 ? { lanes: lanesOf(count) } : {}),
  }
}

/** Each holds the weights and a thread. */
const mostLanes = 8

/**
 * Nodes that are not products are done by one thread or wait for all threads when they end: graphs that need nothing of each other
 * keep the cores busier side by side than one after the other.
 */
const lanesOf = (threads: number): Lanes => {
  const lanes = Array.from({ length: Math.min(threads, mostLanes) }, () => new Lane())
  const threadsEach = Math.floor(threads / lanes.length)
  return {
    countFor: (state) => (stateBytes(state) > mostFixedBytes ? 0 : lanes.length),
    async compile(program, lane, fixed) {
      const { graph: open, changed } = traceProgram(program, await dialectOf(providers.cpu))
      if (changed.length > 0) throw new Error(`program "${program.name}" cannot run on a lane, as it changes its state`)
      const graph = doubledLate(open)
      const whole = fixed instanceof HostState ? withFixed(graph, await fixedValues(fixed, program, changed)) : graph
      return compileOnLane(lanes[lane]!, program, whole, sessionOptions(providers.cpu, worthwhileThreads(whole, threadsEach)))
    },
  }
}

const recordOf = (engine: OnnxEngineName, { title }: Provider, threads: number): EngineRecord => ({
  engine,
  provider: title,
  ...adapterOf(engine),
  threads,
  versions: { onnxruntime: ort.env.versions.node ?? ort.env.versions.common, node: process.versions.node },
})

/** ONNX Runtime does not say which card it took; where there is one, that is it. */
const adapterOf = (engine: OnnxEngineName): Pick<EngineRecord, 'adapter' | 'driver'> => {
  if (engine === 'cpu') return { adapter: os.cpus()[0]?.model.trim() ?? 'unknown' }
  const adapters = graphicsAdapters()
  const driver = adapters.flatMap(({ driver }) => driver ?? []).join(' or ')
  return { adapter: adapters.map(({ name }) => name).join(' or ') || `the default device, on ${process.platform}`, ...(driver ? { driver } : {}) }
}

/**
 * How every session of a provider is made.
 * @param repeats whether equal nodes are there on purpose; else ONNX Runtime makes one of them
 */
export const sessionOptions = ({ ort: name }: Provider, threads: number, repeats = false): ort.InferenceSession.SessionOptions => ({
  executionProviders: [name],
  graphOptimizationLevel: 'all',
  intraOpNumThreads: threads,
  interOpNumThreads: 1,
  // A plan of the memory is made from the first call and allocated as one block, beside the arena that the first call has filled.
  enableMemPattern: false,
  // Where malloc keeps what it has, an arena on top only holds more.
  enableCpuMemArena: !hasKernelHeap(process.env),
  // Shape arithmetic stays on the CPU on purpose; ONNX Runtime warns of it at every start.
  logSeverityLevel: 3,
  // Adam's second moments sink into denormals, which the CPU handles many times slower.
  extra: { session: { set_denormal_as_zero: '1' }, ...(repeats ? { optimization: { disable_specified_optimizers: 'CommonSubexpressionElimination' } } : {}) },
})

/** More than this a session does not copy into itself: every shape that is asked for is a session of its own. */
const mostFixedBytes = 2 ** 25

const stateBytes = (state: Specs): number => Object.values(state).reduce((sum, { shape }) => sum + 4 * elements(shape), 0)

/** The state that a graph may have as constants, by its names there: none of it where it is large. */
const fixedValues = async (state: HostState, program: Program, changed: readonly string[]): Promise<HostTensors> => {
  const names = Object.keys(program.state).filter((name) => !changed.includes(name))
  if (stateBytes(Object.fromEntries(names.map((name) => [name, program.state[name]!]))) > mostFixedBytes) return {}
  return Object.fromEntries(Object.entries(await state.read(names)).map(([name, tensor]) => [stateIn(name), tensor]))
}

interface Way {
  provider: Provider
  threads: number
  precision: RunConfig['engine']['precision']
}

const compile = async (program: Program, { provider, threads, precision }: Way, { onMemory, ...terms }: MemoryTerms = {}, fixed?: State): Promise<Compiled> => {
  const { graph: all, changed } = traceProgram(program, await dialectOf(provider))
  const open = doubledLate(all)
  const traced = fixed instanceof HostState ? withFixed(open, await fixedValues(fixed, program, changed)) : open
  const whole = precision === 'fp16' ? halfProducts(traced) : traced
  // On a device the session makes the buffers of what it changes.
  const overIn = (graph: Graph): Set<string> => (provider.keepsState ? new Set<string>() : overwritable(graph, changed.map((name) => [stateOut(name), stateIn(name)])))
  const { graph, over, memory } = withinRoom(whole, terms, overIn)
  onMemory?.(memory)
  const outputs = graph.outputs.filter(({ name }) => !changed.some((key) => stateOut(key) === name))
  const session = await ort.InferenceSession.create(encodeModel(graph), {
    ...sessionOptions(provider, provider.ort === 'cpu' ? worthwhileThreads(graph, threads) : threads, memory.recomputed !== null),
    ...(provider.keepsState ? { preferredOutputLocation: Object.fromEntries([...outputs.map(({ name }) => [name, 'cpu'] as const), ...changed.map((name) => [stateOut(name), 'gpu-buffer'] as const)]) } : {}),
  })
  const asked = new Set(session.inputNames)
  const held = Object.keys(program.state).filter((name) => asked.has(stateIn(name)))
  /** Device states that hold what this session made. */
  const filled = new Set<DeviceState>()
  return {
    async run(inputs, state) {
      if (!(state instanceof HostState || state instanceof DeviceState)) throw new Error('this state belongs to another engine')
      const feeds: Record<string, ort.Tensor> = {}
      for (const [name, { dtype, shape }] of Object.entries(program.inputs)) {
        const data = inputOf(program, name, inputs[name])
        if (asked.has(name)) feeds[name] = toOrt(dtype, data, shape)
      }
      for (const [name, tensor] of Object.entries(await state.tensors(held))) feeds[stateIn(name)] = tensor
      const fetches: Record<string, ort.Tensor | null> = Object.fromEntries(outputs.map(({ name }) => [name, null]))
      for (const name of changed) fetches[stateOut(name)] = state.place(name, over.has(stateOut(name)))
      const results = await session.run(feeds, fetches)
      for (const name of changed) state.advance(name, results[stateOut(name)]!, over.has(stateOut(name)))
      if (state instanceof DeviceState && changed.length > 0) filled.add(state)
      return Object.fromEntries(outputs.map(({ name, value }) => [name, toHost(results[name]!, value.shape)]))
    },
    async dispose() {
      for (const state of filled) await state.keep(changed)
      await session.release()
    },
  }
}
