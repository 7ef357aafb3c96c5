import { fork } from 'node:child_process'
import { once } from 'node:events'
import type { CallMemory } from '../kernel/engine/engine.ts'
import { kernelHeap, kernelOptions } from '../protocol/kernelHeap.ts'
import type { StepProfile } from './profile.ts'
import type { Side, TimedStep } from './side.ts'

/** What the worker process is asked. */
export type Question =
  | { command: 'open'; size: string; threads: number; room: number }
  | { command: 'run'; steps: number }
  | { command: 'firstMoments' }
  | { command: 'productRate'; sides: readonly [number, number, number] }
  | { command: 'peakMemory' }
  | { command: 'profile'; threads: number; steps: number }

/** What it answers: a value, which depends on the question, or why there is none. */
export type Answer = { value: Value } | { error: string }

export type Value = Opened | TimedStep[] | Record<string, Float32Array> | number | StepProfile

interface Opened {
  about: Record<string, string>
  readySeconds: number
  memory: CallMemory
}

export interface Ours extends Side {
  /** Seconds to trace the program and to make it a session. */
  readonly readySeconds: number
  /** What a step takes, by the engine's estimate. */
  readonly memory: CallMemory
  profile(steps: number): Promise<StepProfile>
}

/**
 * Our training step in a process of its own, so that its peak memory is its own.
 * @param room bytes that a step may take, by the engine's estimate
 */
export const openOurs = async (size: string, threads: number, room = Infinity): Promise<Ours> => {
  const child = fork(new URL('./oursWorker.ts', import.meta.url), { serialization: 'advanced', execArgv: [...process.execArgv, ...kernelOptions], env: { ...process.env, ...kernelHeap(process.env, process.platform) } })
  const ended = new AbortController()
  child.on('exit', (code, signal) => ended.abort(new Error(`our worker ended (${signal ?? code})`)))
  const ask = async (question: Question): Promise<Value> => {
    child.send(question)
    const [answer] = (await once(child, 'message', { signal: ended.signal })) as [Answer]
    if ('error' in answer) throw new Error(answer.error)
    return answer.value
  }
  const { about, readySeconds, memory } = (await ask({ command: 'open', size, threads, room })) as Opened
  return {
    about, readySeconds, memory,
    run: async (steps) => (await ask({ command: 'run', steps })) as TimedStep[],
    firstMoments: async () => (await ask({ command: 'firstMoments' })) as Record<string, Float32Array>,
    productRate: async (...sides) => (await ask({ command: 'productRate', sides })) as number,
    peakMemory: async () => (await ask({ command: 'peakMemory' })) as number,
    profile: async (steps) => (await ask({ command: 'profile', threads, steps })) as StepProfile,
    close: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return
      const gone = once(child, 'exit')
      child.disconnect()
      await gone
    },
  }
}
