import type { CheckpointRecord, RunRecord } from '../../../protocol/records.ts'
import { checkpointOf } from './exports.ts'

/** The checkpoint that RUN (its newest that is whole) or RUN@STEP names. @throws InputError when there is none */
export const forkPoint = (
  from: string, find: (reference: string) => RunRecord, checkpoints: (run: string) => CheckpointRecord[],
): { run: RunRecord; checkpoint: CheckpointRecord } => {
  const [, reference = from, step] = /^(.+)@(\d+)$/.exec(from) ?? []
  const run = find(reference)
  return { run, checkpoint: checkpointOf(run, checkpoints(run.id), step === undefined ? undefined : Number(step)) }
}
