import { messageOf } from '../../../protocol/errors.ts'
import type { CellOutput } from '../../../protocol/notebook.ts'
import { cutNote, outputLimit, workerMemory, type FromWorker, type SpawnWorker, type WorkerProcess } from '../../cells/workerMessages.ts'

/** How a cell ended. */
export type CellEnd = { status: 'done' | 'failed' | 'interrupted' } | { status: 'gone'; byUser: boolean; reason: string }

/** One notebook's worker: started when a cell runs, kept for its names. */
export interface WorkerLink {
  /** Runs one cell; the caller waits for its end before the next. */
  run(cell: { cell: string; source: string; file: string }): Promise<CellEnd>
  /** Ends what the running cell waits for, or else the worker. */
  interrupt(): void
  /** Ends the worker: all names are forgotten. */
  kill(): void
}

/** @param onOutput also gets what a cell shows after its end @param patience milliseconds that an interrupted cell has to end by itself */
export const createWorkerLink = ({ spawn, answer, onOutput, patience = 2000 }: {
  spawn: SpawnWorker
  answer: (name: string, input: unknown, cell: string) => Promise<unknown>
  onOutput: (cell: string, output: CellOutput) => void
  patience?: number
}): WorkerLink => {
  let worker: WorkerProcess | null = null
  let end: ((end: CellEnd) => void) | null = null
  let running: string | null = null
  let shown = 0
  let tail = ''
  let interrupted = false

  const start = (): WorkerProcess => {
    const started = spawn()
    tail = ''
    started.onMessage((message) => {
      if (started === worker) receive(started, message)
    })
    started.onText((text) => {
      if (started !== worker) return
      tail = (tail + text).slice(-4096)
      // Node's last words about its memory are told in a sentence instead.
      if (running !== null && !/<---|heap out of memory|FATAL ERROR/.test(tail)) show(running, { kind: 'text', text })
    })
    started.onExit((code, signal) => {
      if (started !== worker) return
      worker = null
      end?.({ status: 'gone', byUser: interrupted, reason: interrupted ? `The cell was interrupted; it did not let go by itself.${shown > 0 ? ' What it printed last may be missing.' : ''}` : exitReason(code, signal, tail) })
    })
    return started
  }

  const show = (cell: string, output: CellOutput): void => {
    // Past `console` nothing in the worker counts, so it is counted here as well.
    const limit = outputLimit * 1.1
    const before = shown
    if (output.kind === 'text') shown += output.text.length
    if (shown <= limit) onOutput(cell, output)
    else if (before <= limit) onOutput(cell, { kind: 'text', text: cutNote() })
  }

  const receive = (from: WorkerProcess, message: FromWorker): void => {
    switch (message.type) {
      case 'output':
        show(message.cell, message.output)
        return
      case 'done':
        if (message.cell === running) end?.({ status: interrupted ? 'interrupted' : message.status })
        return
      case 'call':
        answer(message.name, message.input, message.cell).then(
          (value) => from.send({ type: 'answer', call: message.call, ok: true, value }),
          (thrown: unknown) => from.send({ type: 'answer', call: message.call, ok: false, error: messageOf(thrown) }),
        )
        return
      case 'ready':
    }
  }

  return {
    run({ cell, source, file }) {
      worker ??= start()
      running = cell
      shown = 0
      interrupted = false
      const ended = new Promise<CellEnd>((resolve) => (end = resolve)).finally(() => {
        end = running = null
      })
      worker.send({ type: 'run', cell, source, file })
      return ended
    },
    interrupt() {
      const target = worker
      if (!target || running === null) return
      interrupted = true
      const cell = running
      target.send({ type: 'interrupt' })
      setTimeout(() => {
        if (worker === target && running === cell && interrupted) target.kill()
      }, patience)
    },
    kill() {
      const target = worker
      worker = null
      target?.kill()
      end?.({ status: 'gone', byUser: true, reason: 'The worker was restarted.' })
    },
  }
}

const exitReason = (code: number | null, signal: string | null, tail: string): string => {
  if (/heap out of memory|Allocation failed|invalid array length.*fatal/i.test(tail)) return `The cell used more than ${workerMemory} MB of memory, so its worker was ended.`
  if (signal) return `The cell's worker was ended by ${signal}${signal === 'SIGKILL' ? ', perhaps because the machine ran out of memory' : ''}.`
  return `The cell ended its worker (exit code ${code}).`
}
