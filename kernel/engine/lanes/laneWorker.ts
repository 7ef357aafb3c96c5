import { receiveMessageOnPort, workerData } from 'node:worker_threads'
import * as ort from 'onnxruntime-node'
import { messageOf } from '../../../protocol/errors.ts'
import { toOrt } from '../onnxruntime/tensors.ts'
import { counts, type LaneReply, type LaneRequest, type LaneStart, type SharedTensors } from './messages.ts'

interface Loaded {
  session: ort.InferenceSession
  feeds: Record<string, ort.Tensor>
  fetches: Record<string, ort.Tensor>
}

const tensorsOf = (shared: SharedTensors): Record<string, ort.Tensor> =>
  Object.fromEntries(Object.entries(shared).map(([name, { dtype, data, shape }]) => [name, toOrt(dtype, data, shape)]))

const loaded = new Map<number, Loaded>()

const answer = async (request: LaneRequest): Promise<LaneReply> => {
  if (request.kind === 'load') {
    const session = await ort.InferenceSession.create(request.model, request.options)
    loaded.set(request.key, { session, feeds: {}, fetches: tensorsOf(request.outputs) })
    return { inputs: session.inputNames }
  }
  const { session, feeds, fetches } = loaded.get(request.key)!
  if (request.kind === 'run') {
    Object.assign(feeds, tensorsOf(request.moved))
    await session.run(feeds, fetches)
  } else {
    loaded.delete(request.key)
    await session.release()
  }
  return {}
}

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
