import { MessageChannel, receiveMessageOnPort, Worker, type MessagePort } from 'node:worker_threads'
import { sharedIntegers } from '../shared.ts'
import { threadProgram } from '../threadProgram.ts'
import { counts, type LaneReply, type LaneRequest, type LaneStart } from './messages.ts'

/** A thread of its own for graphs: it starts when the first is loaded, and ends when the last is released. Requests are answered in turn. */
export class Lane {
  #thread: LaneThread | null = null
  #loaded = 0
  #next = 0
  #last: Promise<unknown> = Promise.resolve()

  /** A number that no other graph of the lane has. */
  newKey(): number {
    return this.#next++
  }

  /** @throws what ONNX Runtime says when it fails, or that the thread has ended */
  ask(request: LaneRequest): Promise<LaneReply> {
    const answered = this.#last.then(() => this.#exchange(request))
    this.#last = answered.catch(() => {})
    return answered
  }

  async #exchange(request: LaneRequest): Promise<LaneReply> {
    this.#thread ??= new LaneThread()
    const reply = await this.#thread.exchange(request)
    if (request.kind === 'load' && reply.failure === undefined) this.#loaded++
    if (request.kind === 'release') this.#loaded--
    if (this.#loaded === 0) {
      await this.#thread.end()
      this.#thread = null
    }
    if (reply.failure !== undefined) throw new Error(reply.failure)
    return reply
  }
}

class LaneThread {
  readonly #worker: Worker
  readonly #port: MessagePort
  readonly #counts = sharedIntegers(2)
  /** Settles, with why, when the thread ends before it is told to. */
  readonly #ended: Promise<never>

  constructor() {
    const { port1, port2 } = new MessageChannel()
    const start: LaneStart = { port: port2, counts: this.#counts }
    this.#port = port1
    this.#worker = new Worker(threadProgram(import.meta.dirname, 'laneWorker'), { workerData: start, transferList: [port2], execArgv: ['--disable-warning=ExperimentalWarning'] })
    const { promise, reject } = Promise.withResolvers<never>()
    this.#worker.once('error', reject)
    this.#worker.once('exit', (code) => reject(new Error(`a thread of the engine ended with ${code}`)))
    promise.catch(() => {})
    this.#ended = promise
    this.#worker.unref()
  }

  async exchange(request: LaneRequest): Promise<LaneReply> {
    const answered = Atomics.load(this.#counts, counts.answered)
    this.#port.postMessage(request)
    Atomics.add(this.#counts, counts.asked, 1)
    Atomics.notify(this.#counts, counts.asked)
    // What waits for the thread keeps the process alive; a thread that sleeps does not.
    this.#worker.ref()
    try {
      const waiting = Atomics.waitAsync(this.#counts, counts.answered, answered)
      if (waiting.async) await Promise.race([waiting.value, this.#ended])
    } finally {
      this.#worker.unref()
    }
    return receiveMessageOnPort(this.#port)!.message as LaneReply
  }

  async end(): Promise<void> {
    this.#port.close()
    await this.#worker.terminate()
  }
}
