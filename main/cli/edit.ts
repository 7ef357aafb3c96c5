import { dirname } from 'node:path'
import { InputError } from '../../protocol/errors.ts'
import { needPositional, refuseMorePositionals, type Command } from './command.ts'
import { generate, generateAndTell, samplingOptions } from './generate.ts'
import { readFile } from './promptInput.ts'

const { guidance, steps, seed } = generate.options as Record<string, { value: string; help: string }>

/** `lab edit`: edits a picture by an instruction. */
export const edit: Command = {
  name: 'edit',
  usage: 'RUN PICTURE "make the circle blue" [--out DIR]',
  summary: 'Edit a picture by an instruction, with a run that was trained on edits (data.edits).',
  options: { out: { value: 'DIR', help: 'folder for the edited picture (where the picture is)' }, guidance: guidance!, steps: steps!, seed: seed! },
  run: async (input, context) => {
    const reference = needPositional(input, 0, 'The run to edit with')
    const picture = needPositional(input, 1, 'The picture to edit')
    const instruction = needPositional(input, 2, 'The instruction')
    refuseMorePositionals(input, 3)
    if (instruction.trim() === '') throw new InputError('The instruction is empty; write one such as "make the circle blue".')
    const prompts = [[{ image: readFile(picture) }, { text: instruction.trim() }]]
    return generateAndTell(context, reference, { prompts, ...samplingOptions(input), next: 'image', single: true }, [`${picture}, ${instruction}`], input.value('out') ?? dirname(picture))
  },
}
