import type { Tensor } from './tfjs.ts'
import type { EngineRecord } from '../../protocol/records.ts'

export type HostDType = 'float32' | 'int32'

export interface TensorSpec {
  shape: readonly number[]
  dtype: HostDType
}

/** A tensor in the memory of JavaScript. */
export interface HostTensor extends TensorSpec {
  data: Float32Array | Int32Array
}

export type Specs = Readonly<Record<string, TensorSpec>>
export type Tensors = Record<string, Tensor>
export type HostTensors = Record<string, HostTensor>

/**
 * A function of named tensors, written in tfjs operations. Which operations it calls may depend on nothing but shapes.
 * `state` tensors stay with the engine between calls: a program reads them, and returns new values for those it changes.
 */
export interface Program {
  readonly name: string
  readonly inputs: Specs
  readonly state: Specs
  run(inputs: Tensors, state: Tensors): { outputs: Tensors; state?: Tensors }
}

/** Named tensors that live where the engine computes. */
export interface State {
  /** Copies of tensors: all, or those named. */
  read(names?: readonly string[]): Promise<HostTensors>
  /** Replaces tensors, or adds new ones. */
  write(values: HostTensors): void
  dispose(): void
}

/** Runs that follow each other. */
export interface Runs {
  /** What every run is given; of what is carried, the first. */
  inputs: Record<string, Float32Array | Int32Array>
  /** What each is given beside that. */
  each: readonly Record<string, Float32Array | Int32Array>[]
  /** Names of outputs, and of the inputs that they are in the next run. */
  carried: Readonly<Record<string, string>>
}

export interface Compiled {
  /**
   * Runs the program once: returns its outputs, and puts changed state back into `state`.
   * @throws when an input is missing or has another length than its spec says, or the engine fails: then `state` may be part old, part new
   */
  run(inputs: Record<string, Float32Array | Int32Array>, state: State): Promise<HostTensors>
  /** As the function `runEach`, where nothing needs to come back between the runs. */
  runEach?(runs: Runs, state: State): Promise<HostTensors>
  dispose(): Promise<void>
}

/** Threads that run programs beside each other, a part of the engine's cores each; the caller's thread stays free meanwhile. */
export interface Lanes {
  /** How many there are for programs that read such a state: 0 where it is too large for every lane to hold it. */
  countFor(state: Specs): number
  /**
   * As `Engine.compile`, for one lane. What a program is given in shared memory is not copied, see `sharedFloats`; the state is read
   * where it lies, and nothing may change it during a call.
   * @param lane 0 … count − 1
   * @param fixed as of `Engine.compile`; `run` then reads no other
   */
  compile(program: Program, lane: number, fixed?: State): Promise<Compiled>
}

/** About how much memory a call of a program takes. */
export interface CallMemory {
  /** Beside its state. */
  bytes: number
  /** What computing results again, rather than keeping them, has changed; null where nothing is. */
  recomputed: {
    /** Bytes that a call would take without. */
    instead: number
    /** Work that a call does beyond what it would do without, as a share of that. */
    moreWork: number
  } | null
}

/** What is agreed about a program's memory before anything large is done. */
export interface MemoryTerms {
  /** Bytes that a call may take beside its state: rather than take more an engine that can computes results again, as far as that helps. Left out: no limit. */
  room?: number
  /** Work that computing again may add to a call, as a share of what it is without. Left out: any. */
  mostWork?: number
  /** Told what a call takes, where that is known; what it throws is thrown. */
  onMemory?: (memory: CallMemory) => void
}

export interface Engine {
  readonly record: EngineRecord
  /** Left out where programs run on the caller's thread alone. */
  readonly lanes?: Lanes
  /**
   * @param fixed the state that the program will be run on, where nothing else changes it from now on: an engine may build its values in
   */
  compile(program: Program, memory?: MemoryTerms, fixed?: State): Promise<Compiled>
  /** @param handedOver whether the values' memory may become the state's own, which the caller then leaves alone; else they are copied */
  createState(values: HostTensors, handedOver?: boolean): State
}

export const elements = (shape: readonly number[]): number => shape.reduce((product, side) => product * side, 1)

/** The input of a program, checked against its spec. */
export const inputOf = (program: Program, name: string, data: Float32Array | Int32Array | undefined): Float32Array | Int32Array => {
  const spec = program.inputs[name]!
  if (!data) throw new Error(`program "${program.name}" was not given its input "${name}"`)
  if (data.length !== elements(spec.shape)) throw new Error(`input "${name}" of "${program.name}" has ${data.length} elements; its shape is [${spec.shape.join()}]`)
  return data
}
