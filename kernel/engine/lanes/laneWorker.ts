import { receiveMessageOnPort, workerData } from 'node:worker_threads'
import * as ort from 'onnxruntime-node'
import { messageOf } from '../../../protocol/errors.ts'
import { toOrt } from '../onnxruntime/tensors.ts'
import { counts, type LaneReply, type LaneRequest, type LaneStart, type SharedTensors } from './messages.ts'

type Tensors = Record<string, ort.Tensor>

interface Loaded {
  session: ort.InferenceSession
  feeds: Tensors
  /** Where results go: what the engine reads, and, where one run follows another, a second place, so that none is written over what it is made of. */
  fetches: Tensors
  second: Tensors | null
}

const tensorsOf = (shared: SharedTensors): Tensors =>
  Object.fromEntries(Object.entries(shared).map(([name, { dtype, data, shape }]) => [name, toOrt(dtype, data, shape)]))

const loaded = new Map<number, Loaded>()

const answer = async (request: LaneRequest): Promise<LaneReply> => {
  if (request.kind === 'load') {
    const session = await ort.InferenceSession.create(request.model, request.options)
    loaded.set(request.key, { session, feeds: {}, fetches: tensorsOf(request.outputs), second: null })
    return { inputs: session.inputNames }
  }
  const graph = loaded.get(request.key)!
  if (request.kind === 'run') await run(graph, request)
  else {
    loaded.delete(request.key)
    await graph.session.release()
  }
  return {}
}

const run = async (graph: Loaded, { moved, each, carried }: Extract<LaneRequest, { kind: 'run' }>): Promise<void> => {
  Object.assign(graph.feeds, tensorsOf(moved))
  let feeds = graph.feeds
  for (const [i, own] of each.entries()) {
    // The last writes where the engine reads.
    const fetches = (each.length - i) % 2 === 1 ? graph.fetches : (graph.second ??= likewise(graph.fetches))
    await graph.session.run({ ...feeds, ...tensorsOf(own) }, fetches)
    feeds = { ...feeds, ...Object.fromEntries(Object.entries(carried).map(([output, input]) => [input, fetches[output]!])) }
  }
}

const likewise = (tensors: Tensors): Tensors =>
  Object.fromEntries(Object.entries(tensors).map(([name, { type, data, dims }]) => [name, new ort.Tensor(type, (data as Float32Array | Int32Array).slice(), dims)]))

// A thread that runs graphs. It sleeps between them where a message wakes it at once, not in the event loop, which takes a tenth of a millisecond and more.
const { port, counts: count } = workerData as LaneStart
for (;;) {
  const asked = Atomics.load(count, counts.asked)
  const request = receiveMessageOnPort(port)?.message as LaneRequest | undefined
  if (!request) {
    Atomics.wait(count, counts.asked, asked)
    continue
  }
  port.postMessage(await answer(request).catch((error: unknown): LaneReply => ({ failure: messageOf(error) })))
  Atomics.add(count, counts.answered, 1)
  Atomics.notify(count, counts.answered)
}
