import type { RunConfig } from '../../protocol/config/index.ts'
import { InputError } from '../../protocol/errors.ts'
import type { KernelMessage } from '../../protocol/kernelMessages.ts'
import { faultOf } from '../engine/faults.ts'
import type { RunControl } from './control.ts'
import { deviceLost, outOfMemory } from './faultWords.ts'

type Emit = (message: KernelMessage) => void

/**
 * Trains, and when the engine's device goes away, pauses the run with the reason; continued, it trains on from the last checkpoint on a
 * newly opened device.
 * @param train from a checkpoint's folder, or from where the run starts
 * @throws InputError when memory ran out, with what to lower
 */
export const untilTrained = async (
  { run, config, resumeFrom }: { run: string; config: RunConfig; resumeFrom: string | null }, control: RunControl, emit: Emit,
  train: (from: string | null, emit: Emit) => Promise<void>,
): Promise<void> => {
  const place = { step: 0, engine: config.engine.name as string, checkpoint: resumeFrom, checkpointStep: null as number | null }
  const tell: Emit = (message) => {
    if (message.type === 'started') {
      place.engine = message.engine.engine
      if (place.checkpoint !== null) place.checkpointStep = message.step
    }
    if (message.type === 'started' || message.type === 'step') place.step = message.step
    if (message.type === 'checkpoint') Object.assign(place, { checkpoint: message.directory, checkpointStep: message.step })
    emit(message)
  }
  for (;;) {
    try {
      return await train(place.checkpoint, tell)
    } catch (error) {
      const fault = faultOf(error)
      if (fault === 'memory') throw new InputError(outOfMemory(config, place.engine, place.step + 1, place.checkpointStep), { cause: error })
      if (fault !== 'lost') throw error
      control.pause()
      emit({ type: 'paused', run, step: place.step, reason: deviceLost(place.engine, place.step + 1, place.checkpointStep) })
      await control.whenContinued()
      if (control.stopping) return emit({ type: 'stopped', run, step: place.step })
    }
  }
}
