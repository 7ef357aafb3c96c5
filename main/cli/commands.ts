import { caption } from './caption.ts'
import type { Command } from './command.ts'
import { compare } from './compare.ts'
import { config } from './config.ts'
import { doctor } from './doctor.ts'
import { reconstruct } from './reconstruct.ts'
import { run } from './run.ts'
import { runs } from './runs.ts'
import { sample } from './sample.ts'
import { score } from './score.ts'
import { serve } from './serve.ts'
import { train } from './train.ts'

/** Every command, in the order of the help. */
export const commands: readonly Command[] = [train, sample, caption, score, reconstruct, run, runs, compare, config, doctor, serve]
