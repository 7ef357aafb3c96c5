import type { RunConfig } from '../../protocol/config/index.ts'
import { whatToLower } from './memoryNeed.ts'

const from = (checkpointStep: number | null): string => (checkpointStep === null ? 'from the start, as it has no checkpoint yet' : `from its checkpoint of step ${checkpointStep}`)

/** Why a run stopped for lack of memory, and what can be done. */
export const outOfMemory = (config: RunConfig, engine: string, step: number, checkpointStep: number | null): string =>
  `The engine ${engine} ran out of memory at step ${step}; close other programs and resume ${from(checkpointStep)}, or start a new run with a lower ${whatToLower(config)}.`

/** Why a run waits after its device went away, and what can be done. */
export const deviceLost = (engine: string, step: number, checkpointStep: number | null): string =>
  `The device of the engine ${engine} was lost at step ${step} (a driver that restarted, a card that was taken away, a machine that slept); continue, and the run goes on ${from(checkpointStep)}.`
