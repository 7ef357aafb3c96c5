import { parentPort, workerData } from 'node:worker_threads'
import { saveCheckpoint, type Checkpoint } from './checkpoint.ts'

/** What the thread is given: a checkpoint that is its own, and where to put it. */
export interface SaveOrder {
  folder: string
  checkpoint: Checkpoint
}

// A thread that writes one checkpoint, so that hashing and writing do not hold the training step up.
const { folder, checkpoint } = workerData as SaveOrder
parentPort!.postMessage(await saveCheckpoint(folder, checkpoint))
