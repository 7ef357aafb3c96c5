import type { HostMessage, KernelMessage } from '../../../protocol/kernelMessages.ts'
import { InputError } from '../../../protocol/errors.ts'
import { exitReason } from './exitReason.ts'
import type { KernelExit, KernelProcess } from './kernelProcess.ts'
import type { Publish } from './publish.ts'

type AnswerType = 'browsed' | 'sampled' | 'captioned' | 'generated' | 'editsScored' | 'scored' | 'measured' | 'exported' | 'doctor' | 'enginesMeasured' | 'inspected' | 'attention' | 'perturbed' | 'planned' | 'imported' | 'tensors'
type Answer<Type extends AnswerType> = Extract<KernelMessage, { type: Type }>

type OnProgress = (done: number, total: number) => void
type OnPart = (said: Extract<KernelMessage, { type: 'generating' }>) => void

/** Keeps at most one kernel process, started when it is needed and ended when it has had nothing to do for a while. */
export interface KernelSupervisor {
  send(message: HostMessage): void
  /** Asks, and waits for the answer with the same id. */
  request<Type extends AnswerType>(type: Type, message: (id: number) => HostMessage, detail: string, onProgress?: OnProgress, onPart?: OnPart): Promise<Answer<Type>>
  /** While held, the kernel counts as busy. Returns the release. */
  hold(detail: string): () => void
  /** Has the next kernel be a new one, which starts in an environment made anew: ends this one as soon as it is free. */
  renew(): void
  kill(): void
  /** Asks the kernel to end, and kills it when it does not. */
  close(): Promise<void>
}

interface Pending {
  resolve: (message: KernelMessage) => void
  reject: (error: Error) => void
  onProgress: OnProgress | undefined
  onPart: OnPart | undefined
}

interface Live {
  process: KernelProcess
  /** Messages that wait for its `ready`. */
  outbox: HostMessage[] | null
  gone: Promise<void>
}

/**
 * @param onMessage gets every message that is not an answer
 * @param onCrash told when a kernel ends that was not asked to, before requests that it had are refused
 */
export const createKernelSupervisor = ({ spawnKernel, publish, onMessage, onCrash, idleMilliseconds = 60_000, graceMilliseconds = 5000 }: {
  spawnKernel: () => KernelProcess
  publish: Publish
  onMessage: (message: KernelMessage) => void
  onCrash: (exit: KernelExit) => void
  idleMilliseconds?: number
  graceMilliseconds?: number
}): KernelSupervisor => {
  let live: Live | null = null
  let lastId = 0
  let idleTimer: NodeJS.Timeout | null = null
  let outdated = false
  const pending = new Map<number, Pending>()
  const holds = new Map<symbol, string>()

  const tellStatus = (): void => {
    const detail = [...holds.values()].join(', ')
    if (live) publish('kernel', { status: holds.size > 0 ? 'busy' : 'ready', detail })
    if (idleTimer) clearTimeout(idleTimer)
    const idle = live && holds.size === 0
    idleTimer = idle && !outdated ? setTimeout(() => void dismiss(), idleMilliseconds).unref() : null
    if (idle && outdated) void dismiss()
  }

  const start = (): Live => {
    outdated = false
    const process = spawnKernel()
    const { promise: gone, resolve: tellGone } = Promise.withResolvers<void>()
    const started: Live = { process, outbox: [], gone }
    process.onMessage((message) => {
      if (message.type === 'ready') {
        for (const waiting of started.outbox ?? []) process.send(waiting)
        started.outbox = null
      } else receive(message)
    })
    process.onExit((exit) => {
      if (live === started) crashed(exit)
      tellGone()
    })
    return started
  }

  const receive = (message: KernelMessage): void => {
    if (!('id' in message)) return onMessage(message)
    const asked = pending.get(message.id)
    if (message.type === 'progress') return asked?.onProgress?.(message.done, message.total)
    if (message.type === 'generating') return asked?.onPart?.(message)
    pending.delete(message.id)
    if (message.type === 'refused') asked?.reject(new InputError(message.reason))
    else asked?.resolve(message)
  }

  const crashed = (exit: KernelExit): void => {
    live = null
    const lost = [...pending.values()]
    pending.clear()
    publish('kernel', { status: 'crashed', detail: exitReason(exit) })
    onCrash(exit)
    for (const { reject } of lost) reject(new Error(exitReason(exit)))
  }

  const send = (message: HostMessage): void => {
    if (!live) {
      live = start()
      tellStatus()
    }
    if (live.outbox) live.outbox.push(message)
    else live.process.send(message)
  }

  const dismiss = async (): Promise<void> => {
    if (!live) return
    const { process, outbox, gone } = live
    live = null
    publish('kernel', { status: 'stopped', detail: '' })
    if (outbox) process.kill()
    else process.send({ type: 'shutdown' })
    const timer = setTimeout(() => process.kill(), graceMilliseconds)
    await gone
    clearTimeout(timer)
  }

  const hold = (detail: string): (() => void) => {
    const mark = Symbol(detail)
    holds.set(mark, detail)
    tellStatus()
    return () => {
      if (holds.delete(mark)) tellStatus()
    }
  }

  return {
    send,
    request: async <Type extends AnswerType>(type: Type, message: (id: number) => HostMessage, detail: string, onProgress?: OnProgress, onPart?: OnPart) => {
      const id = ++lastId
      const release = hold(detail)
      try {
        const answer = await new Promise<KernelMessage>((resolve, reject) => {
          pending.set(id, { resolve, reject, onProgress, onPart })
          send(message(id))
        })
        if (answer.type !== type) throw new Error(`the kernel answered ${answer.type} to a request for ${type}`)
        return answer as Answer<Type>
      } finally {
        release()
      }
    },
    hold,
    renew: () => {
      outdated = live !== null
      tellStatus()
    },
    kill: () => live?.process.kill(),
    close: async () => {
      if (idleTimer) clearTimeout(idleTimer)
      await dismiss()
      for (const { reject } of pending.values()) reject(new Error('The app is closing.'))
      pending.clear()
    },
  }
}
