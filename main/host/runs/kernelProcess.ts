import type { HostMessage, KernelMessage } from '../../../protocol/kernelMessages.ts'
import { driverEnvironment } from '../driverChoice.ts'

/** How a kernel ended. */
export interface KernelExit {
  code: number | null
  signal: string | null
  /** The end of what it wrote to its error stream. */
  stderr: string
}

/** A kernel process, whatever started it: `child_process.fork` or Electron's `utilityProcess`. */
export interface KernelProcess {
  readonly pid: number | undefined
  /** Does nothing once the process has gone. */
  send(message: HostMessage): void
  onMessage(listener: (message: KernelMessage) => void): void
  /** Called once, after the last message. */
  onExit(listener: (exit: KernelExit) => void): void
  /** At once, without asking it. */
  kill(): void
}

/**
 * @param home the app's folder, where the kernel finds engines that were added and what it has measured
 * @param environment over what it has from this process
 */
export type SpawnKernel = (home: string, environment?: Readonly<Record<string, string>>) => KernelProcess

/** The environment of a kernel: what it is given, its home, and the Vulkan driver that was chosen there. */
export const kernelEnvironment = (home: string, given: NodeJS.ProcessEnv): NodeJS.ProcessEnv => ({ ...given, ...driverEnvironment(home, given), TRANSFUSION_LAB_HOME: home })

/** Keeps the last characters of a stream, for the reason of a crash. */
export const createTail = (limit = 4096): { add(chunk: string | Uint8Array): void; text(): string } => {
  let tail = ''
  return {
    add: (chunk) => {
      tail = (tail + (typeof chunk === 'string' ? chunk : new TextDecoder().decode(chunk))).slice(-limit)
    },
    text: () => tail,
  }
}
