import { numberOption, type Arguments, type Option } from './command.ts'

/** Options of commands that draw or write with a run: the same words wherever one is taken. */
export const drawingOptions = {
  guidance: { value: 'W', help: 'weight of classifier-free guidance; 1 is none (the run\'s setting)' },
  steps: { value: 'N', help: 'denoising steps (the run\'s setting)' },
  temperature: { value: 'T', help: 'randomness of the text; 0 takes the likeliest (the run\'s setting)' },
  seed: { value: 'S', help: 'seed of all that is drawn at random (0)' },
} as const satisfies Readonly<Record<string, Option>>

/** What was given of the options. */
export interface DrawingChoices {
  seed: number
  guidance?: number
  steps?: number
  temperature?: number
}

/** Reads the options that a command takes; what was not given is the run's own setting, and the seed 0. @throws InputError when one is no such number */
export const readDrawing = (input: Arguments): DrawingChoices => {
  const guidance = numberOption(input, 'guidance', { least: 0, whole: false })
  const steps = numberOption(input, 'steps', { least: 1 })
  const temperature = numberOption(input, 'temperature', { least: 0, whole: false })
  return {
    seed: numberOption(input, 'seed', { least: 0 }) ?? 0,
    ...(guidance === undefined ? {} : { guidance }), ...(steps === undefined ? {} : { steps }), ...(temperature === undefined ? {} : { temperature }),
  }
}
