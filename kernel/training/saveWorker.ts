import { parentPort } from 'node:worker_threads'
import type { Checkpoint } from './checkpoint.ts'
import { saveCheckpoint } from './saveCheckpoint.ts'

/** What the thread is given: a checkpoint that is its own, and where to put it. */
export interface SaveOrder {
  folder: string
  checkpoint: Checkpoint
}

/** Frees the tensors now: a thread that waits for its next order collects no garbage. */
const letGo = ({ tensors }: Checkpoint): void => {
  for (const { data: { buffer } } of Object.values(tensors)) if (buffer instanceof ArrayBuffer && !buffer.detached) buffer.transfer(0)
}

// A thread that writes checkpoints, so that hashing and writing do not hold the training step up. What it throws ends it.
parentPort!.on('message', async ({ folder, checkpoint }: SaveOrder) => {
  const saved = await saveCheckpoint(folder, checkpoint)
  letGo(checkpoint)
  parentPort!.postMessage(saved)
})
