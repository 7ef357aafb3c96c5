import { join } from 'node:path'
import type { CheckpointRecord } from '../../../protocol/records.ts'
import { isWhole } from './checkpointCheck.ts'

/** The folder of a run: its kernel writes there and nowhere else. */
export const runFolder = (home: string, run: string): string => join(home, 'runs', run)

/**
 * The newest of a run's checkpoints that is whole.
 * @param recorded as the store has them, oldest first. A folder that the store has not heard of does not count: when a
 *   host is killed, its kernel can be steps ahead of it, and the numbers of those steps must be measured again.
 * @param isUsable how closely to look
 */
export const resumePoint = (recorded: readonly CheckpointRecord[], isUsable: (checkpoint: CheckpointRecord) => boolean = isWhole): CheckpointRecord | null =>
  recorded.findLast(isUsable) ?? null
