import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { inspectLayout } from '../../masks/inspection/inspectLayout.ts'
import { inspectionSummary } from '../../masks/inspection/summary.ts'
import { needPositional, refuseMorePositionals, type Command } from './command.ts'
import { readMask } from './maskInput.ts'
import { maskPicture } from './maskPicture.ts'

/** `lab mask`: a mask over a layout in words, counted, checked and drawn. Needs no run and no home. */
export const mask: Command = {
  name: 'mask',
  usage: 'NAME|FILE [--layout "t5 boi i4x4 eoi t3"] [--out FILE]',
  summary: 'Count and check who sees whom under a shipped mask, or under a predicate in a file.',
  options: {
    layout: { value: 'WORDS', help: 't5 text, i4x4 an image (i4x4@0 a clean one), boi eoi eot, p3 padding, | next document' },
    out: { value: 'FILE', help: 'PNG file that gets the picture' },
  },
  run: async (input, { output }) => {
    const setting = readMask(needPositional(input, 0, 'The mask'))
    refuseMorePositionals(input, 1)
    const inspection = inspectLayout(input.value('layout') ?? 't5 boi i4x4 eoi t3', [setting])
    const view = inspection.masks[0]!
    output.say(inspectionSummary(inspection))
    output.emit({ event: 'mask', layout: inspection.sequence.title, length: inspection.sequence.length, used: inspection.sequence.used, ...view })
    const out = input.value('out')
    if (out !== undefined) {
      writeFileSync(resolve(out), await maskPicture(inspection.sequence, view))
      output.say(`\n${resolve(out)} has the picture.`)
    }
    return view.checks.some(({ id, verdict }) => id === 'blind' && verdict === 'fails') ? 1 : 0
  },
}
