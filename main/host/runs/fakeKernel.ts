import type { HostMessage, KernelMessage } from '../../../protocol/kernelMessages.ts'
import type { KernelExit, KernelProcess, SpawnKernel } from './kernelProcess.ts'

/** For tests: a kernel in this process that says what the test tells it to. */
export interface FakeKernel {
  readonly received: HostMessage[]
  readonly killed: boolean
  /** Says something to the host. */
  say(message: KernelMessage): void
  exit(exit?: Partial<KernelExit>): void
  /** The last message of a type. */
  last<Type extends HostMessage['type']>(type: Type): Extract<HostMessage, { type: Type }>
}

/**
 * For tests: spawns fake kernels and keeps them, newest last.
 * @param stubborn they do not end when asked
 */
export const createFakeKernels = ({ stubborn = false } = {}): { spawnKernel: SpawnKernel; kernels: FakeKernel[]; readonly newest: FakeKernel } => {
  const kernels: FakeKernel[] = []
  return {
    kernels,
    get newest() {
      return kernels.at(-1)!
    },
    spawnKernel: () => {
      const { kernel, process } = createFakeKernel(stubborn)
      kernels.push(kernel)
      return process
    },
  }
}

const createFakeKernel = (stubborn: boolean): { kernel: FakeKernel; process: KernelProcess } => {
  const received: HostMessage[] = []
  let killed = false
  let onMessage: (message: KernelMessage) => void = () => {}
  let onExit: (exit: KernelExit) => void = () => {}
  const exit = (changes: Partial<KernelExit> = {}): void => onExit({ code: 0, signal: null, stderr: '', ...changes })
  return {
    kernel: {
      received,
      get killed() {
        return killed
      },
      say: (message) => onMessage(message),
      exit,
      last: <Type extends HostMessage['type']>(type: Type) => {
        const found = received.findLast((message) => message.type === type)
        if (!found) throw new Error(`the kernel got no ${type}`)
        return found as Extract<HostMessage, { type: Type }>
      },
    },
    process: {
      pid: undefined,
      send: (message) => {
        received.push(message)
        if (message.type === 'shutdown' && !stubborn) exit()
      },
      onMessage: (listener) => {
        onMessage = listener
      },
      onExit: (listener) => {
        onExit = listener
      },
      kill: () => {
        killed = true
        exit({ code: null, signal: 'SIGKILL' })
      },
    },
  }
}
